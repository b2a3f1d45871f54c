import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { database } from '@/db/client';
import { listJobLinesAfter } from '@/db/jobs/queries';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { eventually } from '@/e2e/support/eventually';
import { endOfJob } from '@/e2e/support/job-run';
import { startSshd, type TestSshd } from '@/e2e/support/sshd';
import { storeServer } from '@/e2e/support/stored-server';
import { startTcpProxy, type TcpProxy } from '@/e2e/support/tcp-proxy';
import { systemActor } from '@/lib/audit/entry';
import { wakeWorker } from '@/lib/jobs/bus';
import { defineJob, registerJob } from '@/lib/jobs/define';
import { enqueueJob } from '@/lib/jobs/enqueue';
import { jobLines } from '@/lib/jobs/job-lines';
import { startWorker } from '@/lib/jobs/worker';
import { newId } from '@/lib/runtime/ids';
import { remoteScript } from '@/lib/ssh/command';
import { runDetachedOk } from './detached-step';
import { closeConnections } from './with-server';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let worker: Awaited<ReturnType<typeof startWorker>>;
let jump: TestSshd;
let end: TestSshd;
let wire: TcpProxy;
const jobId = newId();

beforeAll(async () => {
  [jump, end] = await Promise.all([startSshd(), startSshd()]);
  wire = await startTcpProxy(jump.target.port);
  fresh = await freshDatabase();
  worker = await startWorker();
});
afterAll(async () => {
  await worker.stop();
  await closeConnections();
  await fresh.close();
  await wire.close();
  await Promise.all([jump.close(), end.close()]);
  rmSync(`/var/lib/tomo/jobs/${jobId}`, { recursive: true, force: true });
});

const keyOf = ({ auth }: TestSshd) => {
  if (auth.kind !== 'key') throw new Error('These servers sign in by key.');
  return { authType: 'key', privateKey: auth.privateKey.reveal() } as const;
};
const said = async () => (await listJobLinesAfter(database(), jobId, 0, 100)).map(({ message }) => message);

it('a step behind a jump host outlives a restart of that host', async () => {
  const jumpId = await storeServer(
    'bastion',
    { ...jump.target, port: wire.port },
    jump.hostKeys.ed25519,
    keyOf(jump),
  );
  const serverId = await storeServer('inner', end.target, end.hostKeys.ed25519, keyOf(end), {
    jumpServerId: jumpId,
  });
  registerJob(
    defineJob({
      kind: 't.behind',
      payload: z.strictObject({}),
      permission: 'servers.operate',
      lines: jobLines,
      steps: () => ['work'],
      run: async (job) => {
        await job.step('work', async (step) => {
          await runDetachedOk(step, serverId, {
            script: remoteScript('slow-work', 'echo begun; sleep 3; echo done'),
            lock: 'shared',
            leaves: 'Nothing.',
            what: 'Working',
          });
          return undefined;
        });
        return undefined;
      },
    }),
  );
  await write((tx) =>
    enqueueJob(tx, {
      id: jobId,
      kind: 't.behind',
      payload: {},
      lane: null,
      dedupeKey: jobId,
      targetLabel: 'inner',
      requestedBy: null,
      serverId,
      audit: { actor: systemActor, entityType: 'server', entityId: serverId, action: 'connect' },
    }),
  );
  wakeWorker();
  await eventually('the step runs', async () => (await said()).includes('begun'));
  wire.down(true);
  // Long enough for the first attempts to meet a host that is not there.
  await eventually('an attempt failed', async () =>
    (await said()).some((line) => line.includes('reconnecting')),
  );
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  wire.down(false);
  expect(await endOfJob(jobId)).toMatchObject({ status: 'completed' });
  expect(await said()).toContain('done');
}, 60_000);
