import { afterEach, beforeEach, expect, it } from 'vitest';
import { database } from '@/db/client';
import { markServersReached } from '@/db/metrics/mutations';
import { listServerSummaries } from '@/db/servers/list';
import { findServer } from '@/db/servers/queries';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { endOfJob } from '@/e2e/support/job-run';
import { marksIn, type Peer, readScript, startPeer } from '@/e2e/support/ssh-peer';
import { anAdmin, storeServer } from '@/e2e/support/stored-server';
import { registerJob } from '@/lib/jobs/define';
import { startWorker } from '@/lib/jobs/worker';
import { nowIso } from '@/lib/runtime/clock';
import { startCheck } from '../start-check';
import { serverSummary } from '../views';
import { closeConnections } from '../with-server';
import { checkServerJob } from './job';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let peer: Peer;
let mayUseDocker = false;

beforeEach(async () => {
  fresh = await freshDatabase();
  mayUseDocker = false;
  // An account that signs in, is not root, and may not use sudo.
  peer = await startPeer({
    exec: (channel, command) => {
      if (command.includes('sudo')) {
        channel.stderr.write('deploy is not in the sudoers file.\n');
        channel.exit(1);
        return channel.end();
      }
      readScript(channel, (script) => {
        const { begin, end } = marksIn(script);
        const answer = script.includes('docker.sock') ? (mayUseDocker ? 'docker\n' : '') : '1000\n';
        channel.write(`${begin} 42\n${answer}${end}\n`);
        channel.exit(0);
        channel.end();
      });
    },
  });
});
afterEach(async () => {
  await closeConnections();
  await peer.close();
  await fresh.close();
});

it('a server that answers but refuses sudo needs attention, with the reason, and is not called offline', async () => {
  const id = await storeServer('web-1', peer.target, peer.pinned);
  registerJob(checkServerJob);
  const worker = await startWorker();
  const { jobId } = await startCheck(anAdmin, id);
  const job = await endOfJob(jobId);
  await worker.stop();
  expect(job).toMatchObject({ status: 'failed', errorCode: expect.stringMatching(/^sudo_/) });
  expect(await findServer(database(), id)).toMatchObject({ status: 'online', consecutiveFailures: 0 });
  expect(await shown()).toMatchObject({ state: 'needs_attention', reason: job.errorCode });
  // The next sample reaches it as well, and knows nothing of sudo.
  await write((tx) => markServersReached(tx, [id], nowIso()));
  expect(await shown()).toMatchObject({ state: 'needs_attention', reason: job.errorCode });
});

it('an account of the group docker that cannot become root is told what it may and what is missing', async () => {
  mayUseDocker = true;
  const id = await storeServer('web-1', peer.target, peer.pinned);
  registerJob(checkServerJob);
  const worker = await startWorker();
  const { jobId } = await startCheck(anAdmin, id);
  const job = await endOfJob(jobId);
  await worker.stop();
  expect(job).toMatchObject({
    status: 'failed',
    errorCode: 'docker_only',
    errorMessage: 'deploy may use Docker on this server, but has no way to become root.',
  });
  expect(await shown()).toMatchObject({ state: 'needs_attention', reason: 'docker_only' });
});

async function shown() {
  const [row] = await listServerSummaries(database(), { addresses: true });
  return row && serverSummary(row, true);
}
