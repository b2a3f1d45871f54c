import { z } from 'zod';
import { loadJob } from '@/lib/jobs/loaders';
import { defineRoute } from '@/lib/procedures/route';

export const GET = defineRoute({
  name: 'job.read',
  access: 'jobs.read',
  params: z.object({ jobId: z.uuid() }),
  query: z.object({ before: z.coerce.number().int().positive().optional() }),
  run: ({ params, query }) => loadJob(params.jobId, query),
});
