import 'server-only';
import { database } from '@/db/client';
import { deleteInstalledApp } from '@/db/installed-apps/mutations';
import { findInstalledApp } from '@/db/installed-apps/queries';
import { write } from '@/db/write';
import type { RunningJob } from '@/lib/jobs/define';
import type { StepRun } from '@/lib/jobs/step';
import { loadAppWork } from './steps/context';
import {
  removeContainersStep,
  removeFilesStep,
  removeVolumesStep,
  verifyRemovedStep,
} from './steps/remove-objects';

/**
 * Takes an app off its server within one step of another job, as its own removal would: only what bears its label, and
 * its row goes when the server shows that everything is gone. Returns what became of it in a few words.
 */
export async function uninstallApp(
  job: RunningJob<unknown>,
  step: StepRun,
  appId: string,
  volumes: boolean,
): Promise<string> {
  // A step that is taken up after a restart may have come to its very end before.
  if (!(await findInstalledApp(database(), appId))) return 'was uninstalled already';
  const within: RunningJob<unknown> = {
    ...job,
    async step(_key, run) {
      const result = (await run(step)) ?? {};
      if (result.summary) step.log(result.summary);
      return result;
    },
  };
  const work = await loadAppWork(within, appId);
  await removeContainersStep(work, volumes);
  if (volumes) await removeVolumesStep(work);
  await removeFilesStep(work, !volumes);
  await verifyRemovedStep(work, volumes);
  await write((tx) => deleteInstalledApp(tx, appId));
  return volumes ? 'uninstalled with its data' : 'uninstalled, its data stays';
}
