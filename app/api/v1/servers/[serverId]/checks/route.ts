import { z } from 'zod';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';
import { startCheck } from '@/lib/servers/start-check';

export const POST = defineRoute({
  name: 'server.check',
  access: 'servers.operate',
  params: z.object({ serverId: z.uuid() }),
  body: z.strictObject({}),
  limit: startsPerPerson,
  run: async ({ actor, params }) => accepted(await startCheck(actor, params.serverId)),
});
