import { z } from 'zod';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';
import { startMove } from '@/lib/servers/move/start';
import { moveInput } from '@/lib/servers/schema';

export const POST = defineRoute({
  name: 'server.move',
  access: 'servers.manage',
  params: z.object({ serverId: z.uuid() }),
  body: moveInput,
  reauth: true,
  limit: startsPerPerson,
  run: async ({ actor, params, body }) => accepted(await startMove(actor, params.serverId, body)),
});
