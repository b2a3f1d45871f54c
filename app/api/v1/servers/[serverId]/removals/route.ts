import { z } from 'zod';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';
import { startRemoval } from '@/lib/servers/removal/start';
import { removalInput } from '@/lib/servers/schema';

export const POST = defineRoute({
  name: 'server.remove',
  access: 'servers.manage',
  params: z.object({ serverId: z.uuid() }),
  body: removalInput,
  reauth: true,
  limit: startsPerPerson,
  run: async ({ actor, params, body }) => accepted(await startRemoval(actor, params.serverId, body)),
});
