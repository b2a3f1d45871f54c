import { z } from 'zod';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';
import { startKeyInstallation } from '@/lib/servers/own-key/start';
import { keyInstallationInput } from '@/lib/servers/schema';

export const POST = defineRoute({
  name: 'server.key_install',
  access: 'servers.manage',
  params: z.object({ serverId: z.uuid() }),
  body: keyInstallationInput,
  reauth: true,
  limit: startsPerPerson,
  run: async ({ actor, params, body }) =>
    accepted(await startKeyInstallation(actor, params.serverId, body.password || undefined)),
});
