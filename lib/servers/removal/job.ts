import 'server-only';
import type { z } from 'zod';
import { database } from '@/db/client';
import { deleteServer } from '@/db/servers/mutations';
import { findCredential, findServer } from '@/db/servers/queries';
import { write } from '@/db/write';
import { defineJob, type JobDefinition, type RunningJob } from '@/lib/jobs/define';
import { jobLines } from '@/lib/jobs/job-lines';
import type { StepRun } from '@/lib/jobs/step';
import { stopDetachedStep } from '../detached-step';
import { blobOf } from '../own-key/public-line';
import { refusalOf } from '../own-key/refusals';
import { removeKey } from '../own-key/scripts';
import { announceSignInChange } from '../sign-in-change';
import { withServer } from '../with-server';
import { removalPayload } from './payload';

type Payload = z.infer<typeof removalPayload>;

/** Takes one app off its server within a step of another job and forgets its row. Returns one line about it. */
export type UninstallApp = (
  job: RunningJob<unknown>,
  step: StepRun,
  appId: string,
  volumes: boolean,
) => Promise<string>;

/**
 * Removes a server from Tomo after having taken from it what was asked for: its apps, then Tomo's key, last because
 * nothing can be done without it. What fails leaves the server in Tomo, so that it can be tried again or simply forgotten.
 */
export function removeServerJob(uninstallApp: UninstallApp): JobDefinition<Payload> {
  return defineJob({
    kind: 'server.remove',
    payload: removalPayload,
    permission: 'servers.manage',
    lines: jobLines,
    stopRemote: stopDetachedStep,
    steps: (asked) => [
      ...asked.apps.map((_app, index) => `uninstall_${index + 1}`),
      ...(asked.removeKey ? ['remove_key'] : []),
      'forget',
    ],
    async run(job) {
      const { serverId, apps, volumes } = job.payload;
      for (const [index, app] of apps.entries()) {
        await job.step(`uninstall_${index + 1}`, async (step) => ({
          summary: `${app.name}: ${await uninstallApp(job, step, app.id, volumes)}`,
        }));
      }
      if (job.payload.removeKey) await removeKeyStep(job);
      await job.step('forget', async () => {
        await write(async (tx) => {
          if (await findServer(tx, serverId)) await deleteServer(tx, serverId);
        });
        return { summary: 'Its entry, sign-in, host key and metrics are gone from Tomo' };
      });
      announceSignInChange(serverId);
      return { apps: apps.length, volumes };
    },
  });
}

async function removeKeyStep(job: RunningJob<Payload>): Promise<void> {
  const { serverId } = job.payload;
  await job.step('remove_key', async (step) => {
    const publicKey = (await findCredential(database(), serverId))?.publicKey;
    if (!publicKey) return { summary: 'There was no key' };
    const { exitCode, stdout, stderr } = await withServer(
      serverId,
      (link) =>
        link.run({
          script: removeKey,
          args: { blob: blobOf(publicKey) },
          timeoutMs: 60_000,
          signal: step.signal,
        }),
      { signal: step.signal },
    );
    if (exitCode !== 0) throw refusalOf(stdout, stderr);
    const count = Number(/^removed (\d+)$/m.exec(stdout)?.[1] ?? 0);
    if (count === 0) return { summary: 'authorized_keys did not hold it' };
    return { summary: `${count === 1 ? 'One line' : `${count} lines`} taken out of authorized_keys` };
  });
}
