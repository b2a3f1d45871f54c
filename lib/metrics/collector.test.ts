import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { database } from '@/db/client';
import { serverMetrics } from '@/db/metrics/tables';
import { insertServer, putCredential, updateServerObserved } from '@/db/servers/mutations';
import { findServer } from '@/db/servers/queries';
import { servers } from '@/db/servers/tables';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { freePort, startSshd, type TestSshd } from '@/e2e/support/sshd';
import { DockerError } from '@/lib/docker/errors';
import { sleep } from '@/lib/runtime/clock';
import { TomoError } from '@/lib/runtime/errors';
import { newId } from '@/lib/runtime/ids';
import { singleton } from '@/lib/runtime/singleton';
import type { SettingKey } from '@/lib/settings/registry';
import { connect } from '@/lib/ssh/connect';
import { openKept } from '@/lib/ssh/kept';
import { startCollector } from './collector';
import type { LendEngine } from './engine-watch';
import { liveServers } from './live';
import type { ServerChange } from './outbox';
import { openSamplerOver, type Sampler } from './sampler';
import { watch } from './watch';

let sshd: TestSshd;
let close: () => Promise<void>;
let collector: { stop(): Promise<void> } | undefined;
let changes: ServerChange[];

// Nobody waits for the slowest of several machines' worth of tests.
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  sshd = await startSshd();
});
afterAll(() => sshd.close());
beforeEach(async () => {
  ({ close } = await freshDatabase());
  changes = [];
  setting('metrics.watched_interval_seconds', 5);
  setting('metrics.offline_after_failures', 2);
});
afterEach(async () => {
  await collector?.stop();
  collector = undefined;
  await close();
});

/** As `loadSettings` would find it. */
function setting(key: SettingKey, value: number): void {
  singleton('settings.stored', () => new Map<string, unknown>()).set(key, value);
}

async function addServer(name: string, port = sshd.target.port): Promise<string> {
  const id = newId();
  const { type, blob } = sshd.hostKeys.ed25519;
  await write(async (tx) => {
    await insertServer(tx, {
      id,
      name,
      host: '127.0.0.1',
      port,
      username: `${sshd.target.username}`,
      authType: 'key',
      hostKeyType: type,
      hostKeyPublic: blob,
      hostKeyFingerprint: 'SHA256:test',
      hostKeyTrust: 'verified',
      tags: [name],
    });
    await putCredential(tx, id, {
      kind: 'private_key',
      encryptedData: { private_key: 'sealed' },
      keyId: 'k1',
      recordVersion: 1,
      publicKey: null,
      publicKeyFingerprint: null,
      now: '2026-03-01T12:00:00.000Z',
    });
  });
  return id;
}

/** Opens the sampler as boot does, over a connection of its own. */
async function openSampler(serverId: string): Promise<Sampler> {
  const server = await findServer(database(), serverId);
  if (!server) throw new TomoError('not_found', 'gone', { reason: 'disabled' });
  return openSamplerOver(async (use) => {
    const target = { ...sshd.target, port: server.port };
    const connection = await connect(target, sshd.auth, sshd.hostKeys.ed25519, {
      readyTimeoutMs: 2_000,
      keepaliveMs: 10_000,
    });
    try {
      await use({ kept: (script) => openKept(connection, script) });
    } finally {
      connection.close();
    }
  });
}

/** A server without Docker, for everybody who does not ask about containers. */
const noDocker: LendEngine = async () => {
  throw new DockerError('docker_missing', 'Docker is not installed.', { hint: 'Prepare the server.' });
};
const lendEngine: LendEngine = noDocker;

function start(open: (serverId: string) => Promise<Sampler> = openSampler): void {
  collector = startCollector({
    openSampler: open,
    lendEngine,
    appLabel: 'dev.tomo.instance',
    // The second sample comes after 0.3 s instead of 3: far enough apart for the clock of the target.
    pace: 10,
    onChange: async (_tx, change) => {
      changes.push(change);
    },
  });
}

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(20)) if (await condition()) return;
  throw new Error(`Waited 30 s in vain until ${what}`);
}

const isMeasured = (id: string) => () => liveServers().get(id)?.latest != null;
const statusOf = async (id: string) => (await findServer(database(), id))?.status;

describe('a server that answers over SSH', () => {
  it('is online with numbers, and its open row is stored at the stop', async () => {
    const id = await addServer('web-1');
    start();
    await until('it is measured', isMeasured(id));
    await until('it is online', async () => (await statusOf(id)) === 'online');
    expect(liveServers().get(id)?.latest?.interval.memoryTotalBytes).toBeGreaterThan(1024 ** 3);
    await collector?.stop();
    const rows = await database().select().from(serverMetrics);
    expect(rows).toEqual([expect.objectContaining({ serverId: id, resolution: 'raw', sampleCount: 1 })]);
  });

  it('is asked again and again through one shell while somebody looks', async () => {
    const id = await addServer('web-1');
    let opened = 0;
    start((serverId) => {
      opened += 1;
      return openSampler(serverId);
    });
    await until('it is measured', isMeasured(id));
    watch(id, 60_000);
    const first = liveServers().get(id)?.ring.since(0).length ?? 0;
    await until('another sample came', () => (liveServers().get(id)?.ring.since(0).length ?? 0) > first);
    expect(opened).toBe(1);
  });
});

describe('a server that does not answer', () => {
  it('goes offline with the reason after the failures the setting allows, is told once, and comes back', async () => {
    const port = await freePort();
    const id = await addServer('gone', port);
    let isDead = true;
    start((serverId) => {
      if (isDead) return openSampler(serverId);
      return openSampler(healthy);
    });
    const healthy = await addServer('web-1');
    await until(
      'it failed once',
      async () => ((await findServer(database(), id))?.consecutiveFailures ?? 0) >= 1,
    );
    expect(await statusOf(id)).toBe('unknown');
    await until('it is offline', async () => (await statusOf(id)) === 'offline');
    expect(await findServer(database(), id)).toMatchObject({
      statusReason: 'refused',
      consecutiveFailures: 2,
    });
    isDead = false;
    // Another check found it: nobody waits for the end of the pause.
    await write((tx) =>
      tx
        .update(servers)
        .set({ status: 'online' })
        .then(() => undefined),
    );
    await until('it is measured', isMeasured(id));
    expect(changes.filter((change) => change.serverId === id).map((change) => change.kind)).toContain(
      'offline',
    );
    expect(changes.filter((change) => change.kind === 'offline')).toHaveLength(1);
  });

  it('is left alone after a refused sign-in until somebody changes it', async () => {
    const id = await addServer('web-1');
    let attempts = 0;
    start(async () => {
      attempts += 1;
      throw new TomoError('unreachable', 'refused', { reason: 'auth_refused' });
    });
    await until('it is offline', async () => (await statusOf(id)) === 'offline');
    await sleep(1_500);
    expect(attempts).toBe(1);
    await write((tx) =>
      tx
        .update(servers)
        .set({ version: 2 })
        .then(() => undefined),
    );
    await until('it is tried again', () => attempts === 2);
  });

  it('is not counted as failing again while its connection pool only repeats what it remembers', async () => {
    const id = await addServer('web-1');
    const remembered = new TomoError('unreachable', 'refused', { reason: 'refused' });
    let asked = 0;
    start(async () => {
      asked += 1;
      throw remembered;
    });
    await until('it was asked twice', () => asked === 2);
    await sleep(500);
    expect(await findServer(database(), id)).toMatchObject({ consecutiveFailures: 1, status: 'unknown' });
  });

  it('delays nobody: the others are sampled while its connect hangs', async () => {
    const hanging = await addServer('silent', 9);
    const id = await addServer('web-1');
    start((serverId) => (serverId === hanging ? new Promise(() => {}) : openSampler(serverId)));
    await until('the other one is measured', isMeasured(id));
    expect(await statusOf(hanging)).toBe('unknown');
  });
});

it('a server whose key is not trusted, and one that is switched off, are never contacted', async () => {
  const [untrusted, off] = [await addServer('new', 1), await addServer('off', 2)];
  await write(async (tx) => {
    const none = { hostKeyType: null, hostKeyPublic: null, hostKeyFingerprint: null, hostKeyTrust: null };
    await updateServerObserved(tx, untrusted, none);
    await updateServerObserved(tx, off, { isEnabled: false });
  });
  const contacted: string[] = [];
  start(async (serverId) => {
    contacted.push(serverId);
    throw new TomoError('unreachable', 'no', { reason: 'refused' });
  });
  await sleep(800);
  expect(contacted).toEqual([]);
});
