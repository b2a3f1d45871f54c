import { z } from 'zod';
import { startAuditVerification } from '@/lib/audit/job';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';

export const POST = defineRoute({
  name: 'audit.verify',
  access: 'audit.verify',
  body: z.strictObject({}),
  limit: startsPerPerson,
  run: async ({ actor }) => accepted(await startAuditVerification(actor)),
});
