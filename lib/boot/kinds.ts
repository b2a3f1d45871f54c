import 'server-only';
import { verifyAuditJob } from '@/lib/audit/job';
import { registerJob } from '@/lib/jobs/define';
import { registerRetry } from '@/lib/jobs/retry';
import { prepareServerJob } from '@/lib/preparations/job';
import { retryPreparation } from '@/lib/preparations/start-preparation';
import { checkServerJob } from '@/lib/servers/check/job';
import { startCheck } from '@/lib/servers/start-check';

/** Makes every kind of job known to the worker. A kind that is missing here cannot be started. */
export function registerKinds(): void {
  registerJob(checkServerJob);
  registerJob(prepareServerJob);
  registerJob(verifyAuditJob);
  registerRetry('server.prepare', retryPreparation);
  registerRetry('server.check', (actor, job) => startCheck(actor, job.serverId ?? ''));
}
