import 'server-only';
import { z } from 'zod';
import { updateInstalledApp } from '@/db/installed-apps/mutations';
import { findInstalledApp } from '@/db/installed-apps/queries';
import type { Tx } from '@/db/write';
import { defineJob, type JobDefinition, type JobEnd } from '@/lib/jobs/define';
import { jobLines } from '@/lib/jobs/job-lines';
import { nowIso } from '@/lib/runtime/clock';
import { stopDetachedStep } from '@/lib/servers/detached-step';
import { failureColumns } from './job-failure';
import { loadVersionWork, type VersionWork } from './steps/context';
import { startContainersStep } from './steps/start-containers';
import { stopContainersStep, verifyStoppedStep } from './steps/stop-containers';
import { verifyStep } from './steps/verify-app';

const payload = z.strictObject({
  installedAppId: z.string(),
  versionId: z.string(),
  /** Restart of this service alone. */
  service: z.string().optional(),
});
type Payload = z.infer<typeof payload>;

/** Starts the containers of the version in force and proves that the app runs. */
export const startAppJob = lifecycle('app.start', ['start', 'verify'], async (work) => {
  await startContainersStep(work);
  return verifyStep(work);
});

/** Stops the containers and proves that none runs. */
export const stopAppJob = lifecycle('app.stop', ['stop', 'verify'], async (work) => {
  await stopContainersStep(work);
  await verifyStoppedStep(work);
  return {};
});

/** Stops and starts the containers, or those of one service, and proves that the app runs. */
export const restartAppJob = lifecycle('app.restart', ['stop', 'start', 'verify'], async (work, service) => {
  await stopContainersStep(work, service);
  await startContainersStep(work, service);
  return verifyStep(work);
});

function lifecycle(
  kind: 'app.start' | 'app.stop' | 'app.restart',
  steps: readonly string[],
  run: (work: VersionWork, service: string | undefined) => Promise<Record<string, unknown>>,
): JobDefinition<Payload> {
  return defineJob({
    kind,
    payload,
    permission: 'apps.operate',
    lines: jobLines,
    stopRemote: stopDetachedStep,
    steps: () => [...steps],
    run: async (job) => {
      const { installedAppId, versionId, service } = job.payload;
      return run(await loadVersionWork(job, installedAppId, versionId), service);
    },
    onEnd: (tx, job, { installedAppId }, end) => recordEnd(tx, installedAppId, kind, end, job.attempt > 0),
  });
}

/** The verify step stored what it saw; here only what the end of the job itself says is added. */
async function recordEnd(
  tx: Tx,
  installedAppId: string,
  kind: string,
  end: JobEnd,
  began: boolean,
): Promise<void> {
  const app = await findInstalledApp(tx, installedAppId);
  if (!app || !began) return;
  if (end.status === 'completed') {
    await updateInstalledApp(tx, installedAppId, {
      ...(kind === 'app.stop' ? { status: 'stopped' } : { status: 'running', startedAt: nowIso() }),
      errorCode: null,
      errorMessage: null,
    });
    return;
  }
  await updateInstalledApp(tx, installedAppId, {
    ...(end.status === 'failed' && kind !== 'app.stop' ? { status: 'failed' } : {}),
    ...(end.status === 'interrupted' ? { status: 'unknown' } : {}),
    ...failureColumns(end),
  });
}
