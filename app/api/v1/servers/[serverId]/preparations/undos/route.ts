import { z } from 'zod';
import { startUndo } from '@/lib/preparations/undo/start-undo';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';

export const POST = defineRoute({
  name: 'server.undo_preparation',
  access: 'servers.operate',
  params: z.object({ serverId: z.uuid() }),
  // Without a plan the answer is a conflict that says so.
  body: z.strictObject({ planId: z.uuid().optional() }),
  limit: startsPerPerson,
  run: async ({ actor, params, body }) => {
    const { preparationId, ...job } = await startUndo(actor, params.serverId, body.planId);
    return accepted(job, { preparationId });
  },
});
