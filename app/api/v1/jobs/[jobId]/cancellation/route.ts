import { z } from 'zod';
import { cancelJob } from '@/lib/jobs/cancel';
import { changesPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';

export const POST = defineRoute({
  name: 'job.cancel',
  access: 'jobs.operate',
  params: z.object({ jobId: z.uuid() }),
  body: z.strictObject({}),
  limit: changesPerPerson,
  run: async ({ actor, params }) => {
    const { ended } = await cancelJob(actor, params.jobId);
    return accepted({ jobId: params.jobId, existing: true }, { ended });
  },
});
