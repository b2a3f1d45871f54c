import { z } from 'zod';
import { jobPlaceQuery, loadJob } from '@/lib/jobs/loaders';
import { defineRoute } from '@/lib/procedures/route';

export const GET = defineRoute({
  name: 'job.read',
  access: 'jobs.read',
  params: z.object({ jobId: z.uuid() }),
  query: jobPlaceQuery,
  run: ({ params, query }) => loadJob(params.jobId, query),
});
