import { z } from 'zod';
import { jobStreamQuery, requireJob, streamJob } from '@/lib/jobs/stream';
import { defineStream } from '@/lib/procedures/stream';

export const GET = defineStream({
  name: 'job.stream',
  access: 'jobs.read',
  params: z.object({ jobId: z.uuid() }),
  query: jobStreamQuery,
  before: requireJob,
  run: streamJob,
});
