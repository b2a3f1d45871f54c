import 'server-only';
import { verifyAuditJob } from '@/lib/audit/job';
import { checkAppJob } from '@/lib/installed-apps/job-check';
import { installAppJob } from '@/lib/installed-apps/job-install';
import { restartAppJob, startAppJob, stopAppJob } from '@/lib/installed-apps/job-lifecycle';
import { removeAppJob } from '@/lib/installed-apps/job-remove';
import { retryInstall } from '@/lib/installed-apps/start-work';
import { registerJob } from '@/lib/jobs/define';
import { registerRetry } from '@/lib/jobs/retry';
import { prepareServerJob } from '@/lib/preparations/job';
import { retryPreparation } from '@/lib/preparations/start-preparation';
import { refreshFactsJob } from '@/lib/servers/check/facts-job';
import { checkServerJob } from '@/lib/servers/check/job';
import { runCommandJob } from '@/lib/servers/command/job';
import { startCheck } from '@/lib/servers/start-check';

/** Makes every kind of job known to the worker. A kind that is missing here cannot be started. */
export function registerKinds(): void {
  registerJob(checkServerJob);
  registerJob(refreshFactsJob);
  registerJob(runCommandJob);
  registerJob(prepareServerJob);
  registerJob(verifyAuditJob);
  registerJob(installAppJob);
  registerJob(startAppJob);
  registerJob(stopAppJob);
  registerJob(restartAppJob);
  registerJob(removeAppJob);
  registerJob(checkAppJob);
  registerRetry('app.install', retryInstall);
  registerRetry('server.prepare', retryPreparation);
  registerRetry('server.facts', (actor, job) => startCheck(actor, job.serverId ?? '', 'facts'));
  registerRetry('server.check', (actor, job) => startCheck(actor, job.serverId ?? ''));
}
