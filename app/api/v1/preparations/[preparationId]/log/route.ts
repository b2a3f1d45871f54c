import { z } from 'zod';
import { preparationLog } from '@/lib/preparations/log-text';
import { defineRoute } from '@/lib/procedures/route';

export const GET = defineRoute({
  name: 'preparation.log',
  access: 'jobs.output',
  params: z.object({ preparationId: z.uuid() }),
  run: async ({ params }) => preparationLog(params.preparationId),
});
