import 'server-only';
import { TomoError } from '@/lib/runtime/errors';
import { failedWith, runDetachedOk } from '@/lib/servers/detached-step';
import type { RemoteScript } from '@/lib/ssh/command';
import { removeAppFolder } from '../scripts/folder';
import { leftObjects, removeContainers, removeVolumes } from '../scripts/objects';
import { type AppWork, onServer } from './context';

/** Removes containers and networks that bear the label of the app, and nothing else. */
export async function removeContainersStep(work: AppWork, volumes: boolean): Promise<void> {
  await work.job.step('remove', async (step) => {
    await runDetachedOk(step, work.serverId, {
      script: removeContainers,
      args: { instance_id: work.app.id, volumes: volumes ? '1' : '0' },
      lock: 'shared',
      what: 'Removing the containers',
      leaves: 'Some of its containers may be gone; files and volumes are there.',
    });
    return { summary: 'Containers and networks removed' };
  });
}

/** Removes the volumes of the app with everything in them. */
export async function removeVolumesStep(work: AppWork): Promise<void> {
  await work.job.step('remove_volumes', async (step) => {
    const lines = await ask(work, removeVolumes, { instance_id: work.app.id }, 'Removing the volumes');
    for (const line of lines) step.log(`volume ${line}`, 'INFO', 'stdout');
    return { summary: lines.length === 0 ? 'There were none' : `${lines.join(', ')} removed` };
  });
}

/** Removes the project folder; with kept data, what that data needs stays in it. */
export async function removeFilesStep(work: AppWork, keep: boolean): Promise<void> {
  await work.job.step('remove_files', async () => {
    const args = { instance: work.app.instanceName, instance_id: work.app.id, keep: keep ? '1' : '0' };
    const [line = 'nothing there'] = await ask(work, removeAppFolder, args, 'Removing the files');
    return { summary: line.charAt(0).toUpperCase() + line.slice(1) };
  });
}

/** Proves the removal: nothing with the label of the app is left, except volumes that were to be kept. */
export async function verifyRemovedStep(work: AppWork, volumes: boolean): Promise<void> {
  await work.job.step('verify', async () => {
    const lines = await ask(work, leftObjects, { instance_id: work.app.id }, 'Looking for what is left');
    const kept = lines.filter((line) => line.startsWith('volume '));
    const left = volumes ? lines : lines.filter((line) => !line.startsWith('volume '));
    if (left.length > 0)
      throw new TomoError('unavailable', `Not everything is gone: ${left.join(', ')}.`, {
        hint: 'Something on the server holds it. Remove the app once more, or remove it there by hand.',
        reason: 'not_removed',
      });
    return { summary: kept.length > 0 ? `Gone; kept ${kept.join(', ')}` : 'Gone' };
  });
}

async function ask(
  work: AppWork,
  script: RemoteScript,
  args: Record<string, string>,
  what: string,
): Promise<string[]> {
  const { exitCode, stdout, stderr } = await onServer(work, (link) =>
    link.root({ script, args, timeoutMs: 120_000, signal: work.job.signal }),
  );
  if (exitCode !== 0) {
    const said = stderr.split('\n').filter(Boolean);
    for (const line of said) work.job.log(line, 'WARNING', 'stderr');
    throw failedWith(what, exitCode, said);
  }
  return stdout.split('\n').filter(Boolean);
}
