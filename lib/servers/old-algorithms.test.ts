import { afterEach, beforeEach, expect, it } from 'vitest';
import { database } from '@/db/client';
import { listServerSummaries } from '@/db/servers/list';
import { updateServerObserved } from '@/db/servers/mutations';
import { findServer } from '@/db/servers/queries';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { endOfJob } from '@/e2e/support/job-run';
import { makeSshKey } from '@/e2e/support/ssh-keys';
import { type Peer, startPeer } from '@/e2e/support/ssh-peer';
import { anAdmin, storeServer } from '@/e2e/support/stored-server';
import { registerJob } from '@/lib/jobs/define';
import { startWorker } from '@/lib/jobs/worker';
import { checkServerJob } from './check/job';
import { moveServerJob } from './move/job';
import { startMove } from './move/start';
import { startCheck } from './start-check';
import { serverSummary } from './views';
import { closeConnections } from './with-server';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let old: Peer;
let worker: Awaited<ReturnType<typeof startWorker>>;

beforeEach(async () => {
  fresh = await freshDatabase();
  const algorithms = { kex: ['diffie-hellman-group14-sha1'], hmac: ['hmac-sha1'], cipher: ['aes128-cbc'] };
  old = await startPeer({ algorithms: algorithms as never });
  registerJob(checkServerJob);
  registerJob(moveServerJob);
  worker = await startWorker();
});
afterEach(async () => {
  await worker.stop();
  await closeConnections();
  await old.close();
  await fresh.close();
});

const check = async (id: string) => endOfJob((await startCheck(anAdmin, id)).jobId);
const allow = (id: string) => write((tx) => updateServerObserved(tx, id, { allowLegacyAlgorithms: true }));

it('G51 a server with old algorithms only is refused with its reason, let in where they are allowed, and bears the mark', async () => {
  const id = await storeServer('attic', old.target, old.pinned);
  expect(await check(id)).toMatchObject({ status: 'failed', errorCode: 'no_common_algorithm' });
  expect(await findServer(database(), id)).toMatchObject({
    status: 'offline',
    statusReason: 'no_common_algorithm',
  });
  expect(old.authentications).toEqual([]);

  await allow(id);
  await check(id);
  expect(old.authentications).not.toEqual([]);
  const [row] = await listServerSummaries(database(), { addresses: true });
  expect(row && serverSummary(row, true).marks).toEqual(['old_algorithms']);
});

it('the permission stays with the machine: at an address where another one answers it ends', async () => {
  const id = await storeServer('attic', old.target, old.pinned);
  await allow(id);
  const other = await startPeer({ hostKeys: [makeSshKey()] });
  const { host, port } = other.target;
  const { jobId } = await startMove(anAdmin, id, { host, port, jumpServerId: null });
  expect(await endOfJob(jobId)).toMatchObject({ status: 'completed' });
  expect(await findServer(database(), id)).toMatchObject({ port, allowLegacyAlgorithms: false });
  await other.close();
});
