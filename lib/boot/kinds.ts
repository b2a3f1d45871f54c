import 'server-only';
import { startAuditVerification, verifyAuditJob } from '@/lib/audit/job';
import { checkAppJob } from '@/lib/installed-apps/job-check';
import { configureAppJob } from '@/lib/installed-apps/job-configure';
import { installAppJob } from '@/lib/installed-apps/job-install';
import { restartAppJob, startAppJob, stopAppJob } from '@/lib/installed-apps/job-lifecycle';
import { removeAppJob } from '@/lib/installed-apps/job-remove';
import { retryInstall, retryRestart, startAppCheck, startLifecycle } from '@/lib/installed-apps/start-work';
import { uninstallApp } from '@/lib/installed-apps/uninstall';
import { secretsOnServer } from '@/lib/installed-apps/version-secrets';
import { registerJob } from '@/lib/jobs/define';
import { registerRetry } from '@/lib/jobs/retry';
import { planPreparationJob, prepareServerJob } from '@/lib/preparations/job';
import { retryPreparation } from '@/lib/preparations/start-preparation';
import { planUndoJob, undoPreparationJob } from '@/lib/preparations/undo/job';
import { retryUndoPlan } from '@/lib/preparations/undo/start-undo';
import { refreshFactsJob } from '@/lib/servers/check/facts-job';
import { checkServerJob } from '@/lib/servers/check/job';
import { runCommandJob } from '@/lib/servers/command/job';
import { moveServerJob } from '@/lib/servers/move/job';
import { retryMove } from '@/lib/servers/move/start';
import { installKeyJob } from '@/lib/servers/own-key/job';
import { startKeyInstallation } from '@/lib/servers/own-key/start';
import { removeServerJob } from '@/lib/servers/removal/job';
import { retryRemoval } from '@/lib/servers/removal/start';
import { startCheck } from '@/lib/servers/start-check';

/** Makes every kind of job known to the worker. A kind that is missing here cannot be started. */
export function registerKinds(): void {
  registerJob(checkServerJob);
  registerJob(installKeyJob);
  registerJob(moveServerJob);
  registerJob(removeServerJob(uninstallApp));
  registerJob(refreshFactsJob);
  registerJob(runCommandJob(secretsOnServer));
  registerJob(prepareServerJob);
  registerJob(planPreparationJob);
  registerJob(planUndoJob);
  registerJob(undoPreparationJob);
  registerJob(verifyAuditJob);
  registerJob(installAppJob);
  registerJob(configureAppJob);
  registerJob(startAppJob);
  registerJob(stopAppJob);
  registerJob(restartAppJob);
  registerJob(removeAppJob);
  registerJob(checkAppJob);
  registerRetry('app.install', retryInstall);
  registerRetry('app.configure', retryInstall);
  registerRetry('server.prepare', retryPreparation);
  registerRetry('server.plan_preparation', retryPreparation);
  registerRetry('server.plan_undo', retryUndoPlan);
  registerRetry('server.move', retryMove, { reauth: true });
  registerRetry('server.remove', retryRemoval, { reauth: true });
  registerRetry(
    'server.install_key',
    (actor, job) => startKeyInstallation(actor, job.serverId ?? '', undefined),
    {
      reauth: true,
      // A password that was handed over is kept nowhere.
      fits: ({ payload }) => (payload as { by?: string }).by === 'stored',
    },
  );
  registerRetry('app.start', (actor, job) => startLifecycle(actor, job.installedAppId ?? '', 'start'));
  registerRetry('app.stop', (actor, job) => startLifecycle(actor, job.installedAppId ?? '', 'stop'));
  registerRetry('app.restart', retryRestart);
  registerRetry('app.check', (actor, job) => startAppCheck(actor, job.installedAppId ?? ''));
  registerRetry('audit.verify', startAuditVerification);
  registerRetry('server.facts', (actor, job) => startCheck(actor, job.serverId ?? '', 'facts'));
  registerRetry('server.check', (actor, job) => startCheck(actor, job.serverId ?? ''));
}
