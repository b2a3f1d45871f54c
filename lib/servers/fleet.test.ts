import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { database } from '@/db/client';
import { findServer } from '@/db/servers/queries';
import { freshDatabase } from '@/e2e/support/database';
import { startRawPeer } from '@/e2e/support/ssh-peer';
import { freePort, startSshd, type TestSshd } from '@/e2e/support/sshd';
import { storeServer } from '@/e2e/support/stored-server';
import { startCollector } from '@/lib/metrics/collector';
import { openSamplerOver } from '@/lib/metrics/sampler';
import { monotonicMs, sleep } from '@/lib/runtime/clock';
import type { SshTarget } from '@/lib/ssh/target';
import { closeConnections, withServer } from './with-server';

const LIVING = 30;
const DEAD = 20;
const CYCLE_MS = 60_000;
// Nobody's numbers may be older than two cycles, however busy the machine is.
const OLDEST_MS = 2 * CYCLE_MS;

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let sshd: TestSshd;
const closing: { close(): unknown }[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  // One sshd is thirty hosts: it answers on every address of 127.0.0.0/8.
  sshd = await startSshd(['ListenAddress 0.0.0.0']);
});
afterAll(async () => {
  await closeConnections();
  for (const one of closing) await one.close();
  await sshd.close();
  await fresh.close();
});

/** A port whose queue of callers is full, because nobody takes them: the kernel answers no further one. */
async function fullBacklog(): Promise<SshTarget> {
  const deaf = `require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
    require('node:fs').writeSync(1, String(this.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  })`;
  const child = spawn(process.execPath, ['-e', deaf], { stdio: ['ignore', 'pipe', 'ignore'] });
  const port = Number(
    await new Promise((resolve) => child.stdout.once('data', (text) => resolve(String(text)))),
  );
  const waiting = Array.from({ length: 4 }, () => connect({ host: '127.0.0.1', port }).on('error', () => {}));
  closing.push({
    close: () => {
      for (const socket of waiting) socket.destroy();
      child.kill('SIGKILL');
    },
  });
  return { host: '127.0.0.1', port, username: 'root' };
}

it('G49 fifty servers, twenty of them dead: the living are all sampled within two cycles, the dead wait alone', {
  timeout: 240_000,
}, async () => {
  const silent = await startRawPeer(() => {});
  closing.push(silent);
  const deaf = await fullBacklog();
  const { username } = sshd.target;
  const signIn =
    sshd.auth.kind === 'key'
      ? ({ authType: 'key', privateKey: sshd.auth.privateKey.reveal() } as const)
      : ({ authType: 'password', password: 'x' } as const);
  const pinned = sshd.hostKeys.ed25519;
  const dead: string[] = [];
  const living: string[] = [];
  for (let n = 0; n < DEAD; n += 1) {
    const refused = { host: '127.0.0.1', port: await freePort(), username };
    const target = [refused, silent.target, deaf][n % 3] ?? refused;
    // In front of the living ones: whoever queues behind them would feel it.
    dead.push(await storeServer(`dead ${n}`, { ...target, username: `dead${n}` }, pinned, signIn));
  }
  for (let n = 1; n <= LIVING; n += 1) {
    const target = { host: `127.0.1.${n}`, port: sshd.target.port, username };
    living.push(await storeServer(`live ${n}`, target, pinned, signIn));
  }
  const before = sockets();
  let most = 0;
  const collector = startCollector({
    openSampler: (id) => openSamplerOver((use) => withServer(id, use, { background: true })),
    onChange: async () => {},
    // These servers run no containers.
    lendEngine: (_id, _use, signal) => once(signal, 'abort').then(() => signal.throwIfAborted()),
    appLabel: 'dev.tomo.instance',
  });
  const isFresh = async (id: string) => (await findServer(database(), id))?.status === 'online';
  const end = monotonicMs() + OLDEST_MS;
  let left = living;
  while (left.length > 0 && monotonicMs() < end) {
    await sleep(250);
    most = Math.max(most, sockets() - before - silent.open());
    const states = await Promise.all(left.map(isFresh));
    left = left.filter((_id, index) => !states[index]);
  }
  expect(left, 'living servers that were not reached within two cycles').toEqual([]);
  expect(most, 'sockets at once').toBeLessThanOrEqual(60);
  await Promise.all(
    dead.map(async (id) => {
      const row = await findServer(database(), id);
      expect(row?.status, row?.name).not.toBe('online');
      expect(row?.lastConnectedAt, row?.name).toBeNull();
    }),
  );
  await collector.stop();
});

const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
