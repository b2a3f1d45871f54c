import 'server-only';
import { z } from 'zod';
import { updateInstalledApp, updateVersion } from '@/db/installed-apps/mutations';
import { findInstalledApp, findVersion } from '@/db/installed-apps/queries';
import { defineJob } from '@/lib/jobs/define';
import { jobLines } from '@/lib/jobs/job-lines';
import { nowIso } from '@/lib/runtime/clock';
import { stopDetachedStep } from '@/lib/servers/detached-step';
import { failureColumns } from './job-failure';
import { outcomeOf } from './job-install';
import { checkPlaceStep } from './steps/check-place';
import { leaving, loadVersionWork } from './steps/context';
import { pullImagesStep } from './steps/pull-images';
import { startContainersStep } from './steps/start-containers';
import { verifyStep } from './steps/verify-app';
import { writeFilesStep } from './steps/write-files';
import { claimPortsOf } from './version-claims';

/**
 * Brings another configuration of a deployed app into force: the same images, new files, and containers made anew where
 * something about them changed. The version before stays in force until the new one is proven; starting the app brings it back.
 */
export const configureAppJob = defineJob({
  kind: 'app.configure',
  payload: z.strictObject({ installedAppId: z.string(), versionId: z.string() }),
  permission: 'apps.operate',
  lines: jobLines,
  stopRemote: stopDetachedStep,
  steps: () => ['check', 'write_files', 'pull', 'start', 'verify'],
  async run(job) {
    const work = await loadVersionWork(job, job.payload.installedAppId, job.payload.versionId);
    await leaving(work, 'Nothing was changed on the server.', () => checkPlaceStep(work));
    const files =
      'The new files lie on the server; its containers are as before. Start writes the former ones.';
    await leaving(work, files, () => writeFilesStep(work));
    await leaving(work, files, () => pullImagesStep(work));
    const left = 'The former configuration is kept: start the app to bring it back.';
    await leaving(work, left, () => startContainersStep(work));
    return leaving(work, left, () => verifyStep(work));
  },
  async onStart(tx, _job, { installedAppId }) {
    await updateInstalledApp(tx, installedAppId, { status: 'updating', errorCode: null, errorMessage: null });
  },
  async onEnd(tx, job, { installedAppId, versionId }, end) {
    const app = await findInstalledApp(tx, installedAppId);
    const version = await findVersion(tx, versionId);
    if (!app || !version) return;
    if (end.status === 'completed') {
      const now = nowIso();
      await updateVersion(tx, versionId, { outcome: 'completed', deployedAt: now });
      await claimPortsOf(tx, app, [version]);
      await updateInstalledApp(tx, installedAppId, {
        status: 'running',
        currentVersionId: versionId,
        startedAt: now,
        errorCode: null,
        errorMessage: null,
      });
      return;
    }
    await updateVersion(tx, versionId, { outcome: outcomeOf(end.status) });
    const current = app.currentVersionId ? await findVersion(tx, app.currentVersionId) : undefined;
    // Both may be half there, so both keep their ports until one of them is proven.
    if (job.attempt === 0) {
      if (current) await claimPortsOf(tx, app, [current]);
      return;
    }
    await updateInstalledApp(tx, installedAppId, {
      status: end.status === 'interrupted' ? 'unknown' : 'failed',
      ...failureColumns(end),
    });
  },
});
