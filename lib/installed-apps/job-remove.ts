import 'server-only';
import { z } from 'zod';
import { deleteInstalledApp, updateInstalledApp } from '@/db/installed-apps/mutations';
import { findInstalledApp } from '@/db/installed-apps/queries';
import { defineJob } from '@/lib/jobs/define';
import { jobLines } from '@/lib/jobs/job-lines';
import { isTomoError } from '@/lib/runtime/errors';
import { storeFacts } from '@/lib/servers/check/facts-store';
import { readFacts } from '@/lib/servers/check/read-facts';
import { stopDetachedStep } from '@/lib/servers/detached-step';
import { withServer } from '@/lib/servers/with-server';
import { failureColumns } from './job-failure';
import { type AppWork, loadAppWork } from './steps/context';
import {
  removeContainersStep,
  removeFilesStep,
  removeVolumesStep,
  verifyRemovedStep,
} from './steps/remove-objects';

/**
 * Removes an app from its server: only what bears its label. The row goes when the server shows that everything is gone;
 * until then it stays, with its ports, and says what went wrong.
 */
export const removeAppJob = defineJob({
  kind: 'app.remove',
  payload: z.strictObject({ installedAppId: z.string(), volumes: z.boolean() }),
  permission: 'apps.operate',
  lines: jobLines,
  stopRemote: stopDetachedStep,
  steps: ({ volumes }) => ['remove', ...(volumes ? ['remove_volumes'] : []), 'remove_files', 'verify'],
  async run(job) {
    const { installedAppId, volumes } = job.payload;
    const work = await loadAppWork(job, installedAppId);
    await removeContainersStep(work, volumes);
    if (volumes) await removeVolumesStep(work);
    await removeFilesStep(work, !volumes);
    await verifyRemovedStep(work, volumes);
    await seeFreedPorts(work);
    return { volumes };
  },
  async onStart(tx, _job, { installedAppId }) {
    await updateInstalledApp(tx, installedAppId, { status: 'removing' });
  },
  async onEnd(tx, job, { installedAppId }, end) {
    const app = await findInstalledApp(tx, installedAppId);
    if (!app || job.attempt === 0) return;
    if (end.status === 'completed') {
      await deleteInstalledApp(tx, installedAppId);
      return;
    }
    await updateInstalledApp(tx, installedAppId, {
      status: end.status === 'interrupted' ? 'unknown' : 'failed',
      ...failureColumns(end),
    });
  },
});

/** Its ports are free now, which the next deployment should see. The app is gone all the same when the server is not asked. */
async function seeFreedPorts({ job, serverId }: AppWork): Promise<void> {
  const { signal } = job;
  try {
    await withServer(
      serverId,
      async (link) =>
        storeFacts(serverId, await readFacts(link, signal, { updates: false }), { updates: false }),
      { signal },
    );
  } catch (error) {
    if (signal.aborted || !isTomoError(error)) throw error;
    job.log(`${error.message} What else the server has now is read at its next check.`, 'WARNING');
  }
}
