import { z } from 'zod';
import { retryAsksPassword, retryJob } from '@/lib/jobs/retry';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';

export const POST = defineRoute({
  name: 'job.retry',
  access: 'jobs.operate',
  params: z.object({ jobId: z.uuid() }),
  body: z.strictObject({}),
  // As when the first one was started: a retry is no way around it.
  reauth: (_body, { jobId }) => retryAsksPassword(jobId),
  limit: startsPerPerson,
  run: async ({ actor, params }) => accepted(await retryJob(actor, params.jobId)),
});
