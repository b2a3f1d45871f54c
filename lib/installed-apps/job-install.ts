import 'server-only';
import { z } from 'zod';
import { deleteInstalledApp, updateInstalledApp, updateVersion } from '@/db/installed-apps/mutations';
import { findInstalledApp, findVersion } from '@/db/installed-apps/queries';
import { defineJob, type JobEnd } from '@/lib/jobs/define';
import { jobLines } from '@/lib/jobs/job-lines';
import { nowIso } from '@/lib/runtime/clock';
import { stopDetachedStep } from '@/lib/servers/detached-step';
import { failureColumns } from './job-failure';
import { checkPlaceStep } from './steps/check-place';
import { leaving, loadVersionWork } from './steps/context';
import { pullImagesStep } from './steps/pull-images';
import { startContainersStep } from './steps/start-containers';
import { verifyStep } from './steps/verify-app';
import { folderOf, writeFilesStep } from './steps/write-files';

const steps = ['check', 'write_files', 'pull', 'start', 'verify'] as const;

/**
 * Deploys a version of an app: looks at the server, writes the project, pulls, starts, and proves that it runs. It succeeds
 * only with everything up, answering, and still so ten seconds later. App and version change state together with the job.
 */
export const installAppJob = defineJob({
  kind: 'app.install',
  payload: z.strictObject({
    installedAppId: z.string(),
    versionId: z.string(),
    requestKey: z.string().nullable(),
  }),
  permission: 'apps.operate',
  lines: jobLines,
  stopRemote: stopDetachedStep,
  steps: () => [...steps],
  async run(job) {
    const work = await loadVersionWork(job, job.payload.installedAppId, job.payload.versionId);
    const folder = folderOf(work);
    await leaving(work, 'Nothing was changed on the server.', () => checkPlaceStep(work));
    await leaving(work, `Left on the server: the folder ${folder}.`, () => writeFilesStep(work));
    await leaving(work, `Left on the server: the folder ${folder}, and images that were pulled.`, () =>
      pullImagesStep(work),
    );
    const left = `Left on the server: its containers, network and volumes, and the folder ${folder}. Remove the app to clear them.`;
    await leaving(work, left, () => startContainersStep(work));
    return leaving(work, left, () => verifyStep(work));
  },
  async onStart(tx, _job, { installedAppId }) {
    await updateInstalledApp(tx, installedAppId, {
      status: 'installing',
      errorCode: null,
      errorMessage: null,
    });
  },
  async onEnd(tx, job, { installedAppId, versionId }, end) {
    const app = await findInstalledApp(tx, installedAppId);
    if (!app) return;
    const now = nowIso();
    if (end.status === 'completed') {
      await updateVersion(tx, versionId, { outcome: 'completed', deployedAt: now });
      await updateInstalledApp(tx, installedAppId, {
        status: 'running',
        currentVersionId: versionId,
        installedAt: app.installedAt ?? now,
        startedAt: now,
        errorCode: null,
        errorMessage: null,
      });
      return;
    }
    // Cancelled or refused before it began: nothing of it exists anywhere else.
    const version = await findVersion(tx, versionId);
    if (job.attempt === 0 && job.retryOfId === null && version?.versionNo === 1) {
      await deleteInstalledApp(tx, installedAppId);
      return;
    }
    await updateVersion(tx, versionId, { outcome: outcomeOf(end.status) });
    await updateInstalledApp(tx, installedAppId, {
      status: end.status === 'interrupted' ? 'unknown' : 'failed',
      ...failureColumns(end),
    });
  },
});

/** How the deployment of a version ended, from the end of its job. */
export function outcomeOf(status: JobEnd['status']): 'failed' | 'cancelled' | 'interrupted' {
  return status === 'cancelled' || status === 'interrupted' ? status : 'failed';
}
