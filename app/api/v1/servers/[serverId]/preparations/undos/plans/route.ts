import { z } from 'zod';
import { planUndo } from '@/lib/preparations/undo/start-undo';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';

export const POST = defineRoute({
  name: 'server.plan_undo',
  access: 'servers.operate',
  params: z.object({ serverId: z.uuid() }),
  body: z.strictObject({ withContainers: z.boolean().default(false) }),
  limit: startsPerPerson,
  run: async ({ actor, params, body }) => {
    const { preparationId, ...job } = await planUndo(actor, params.serverId, body);
    return accepted(job, { preparationId });
  },
});
