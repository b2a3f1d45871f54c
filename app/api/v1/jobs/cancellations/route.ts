import { z } from 'zod';
import { cancelGroup } from '@/lib/jobs/cancel';
import { changesPerPerson } from '@/lib/procedures/rate';
import { defineRoute } from '@/lib/procedures/route';

export const POST = defineRoute({
  name: 'job.cancel_group',
  access: 'jobs.operate',
  body: z.strictObject({ groupId: z.uuid() }),
  limit: changesPerPerson,
  run: async ({ actor, body }) => ({ cancelled: await cancelGroup(actor, body.groupId) }),
});
