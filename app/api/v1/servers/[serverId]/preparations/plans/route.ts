import { z } from 'zod';
import { preparationOptions } from '@/lib/preparations/schema';
import { planPreparation } from '@/lib/preparations/start-preparation';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';

export const POST = defineRoute({
  name: 'server.plan_preparation',
  access: 'servers.operate',
  params: z.object({ serverId: z.uuid() }),
  body: preparationOptions,
  limit: startsPerPerson,
  run: async ({ actor, params, body }) => {
    const { preparationId, ...job } = await planPreparation(actor, params.serverId, body);
    return accepted(job, { preparationId });
  },
});
