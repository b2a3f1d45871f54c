import 'server-only';
import { verifyAuditJob } from '@/lib/audit/job';
import { registerJob } from '@/lib/jobs/define';
import { prepareServerJob } from '@/lib/preparations/job';
import { checkServerJob } from '@/lib/servers/check/job';

/** Makes every kind of job known to the worker. A kind that is missing here cannot be started. */
export function registerKinds(): void {
  registerJob(checkServerJob);
  registerJob(prepareServerJob);
  registerJob(verifyAuditJob);
}
