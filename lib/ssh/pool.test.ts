import { createConnection } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '@/e2e/support/eventually';
import { type Peer, startPeer, startRawPeer } from '@/e2e/support/ssh-peer';
import { freePort } from '@/e2e/support/sshd';
import { Secret } from '@/lib/crypto/secret';
import { backoffMs } from './backoff';
import { connect } from './connect';
import type { SshConnection } from './connection';
import { createPool, type Pool } from './pool';
import type { PinnedKey, SshTarget } from './target';

const closing: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

function pool(options: { idleMs?: number } = {}): Pool {
  const made = createPool(options);
  closing.push({ close: () => made.closeAll() });
  return made;
}

async function peer(options: Parameters<typeof startPeer>[0] = {}): Promise<Peer> {
  const made = await startPeer(options);
  closing.push(made);
  return made;
}

const auth = { kind: 'password', password: new Secret('x') } as const;
const opening =
  (target: SshTarget, pinned: PinnedKey, readyTimeoutMs = 5_000) =>
  (signal: AbortSignal) =>
    connect(target, auth, pinned, { readyTimeoutMs, keepaliveMs: 10_000, signal });
const alive = async (connection: SshConnection) => connection.alive();

describe('the pool', () => {
  test('lends one connection per server to everybody, and opens it once', async () => {
    const server = await peer();
    const links = pool();
    const open = opening(server.target, server.pinned);
    const lent = await Promise.all(
      Array.from({ length: 20 }, () => links.withConnection('a', open, async (connection) => connection)),
    );
    expect(new Set(lent).size).toBe(1);
    expect(server.accepted()).toBe(1);
    expect(links.counters()).toMatchObject({ connections: 1, connecting: 0, blocked: 0 });
  });

  test('opens a new one after the old one was lost', async () => {
    const server = await peer();
    const links = pool();
    const open = opening(server.target, server.pinned);
    await links.withConnection('a', open, async (connection) => connection.close());
    expect(await links.withConnection('a', open, alive)).toBe(true);
    expect(server.accepted()).toBe(2);
  });

  test('closes what nobody used for a while, and never what is in use', async () => {
    const server = await peer();
    const links = pool({ idleMs: 150 });
    const open = opening(server.target, server.pinned);
    await links.withConnection('a', open, async (connection) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(connection.alive()).toBe(true);
    });
    await eventually('the idle connection is closed', () => server.open() === 0);
    expect(links.counters().connections).toBe(0);
  });

  test('stops after one refused sign-in until somebody acts', async () => {
    let right = false;
    const server = await peer({
      authenticate: (context) => (right ? context.accept() : context.reject(['password'])),
    });
    const links = pool();
    const open = opening(server.target, server.pinned);
    for (const background of [false, true, false]) {
      await expect(links.withConnection('a', open, alive, { background })).rejects.toMatchObject({
        reason: 'auth_refused',
      });
    }
    expect(server.authentications).toEqual(['password']);
    expect(links.counters().blocked).toBe(1);
    expect(links.state('a')).toMatchObject({ open: false, failure: { retryInMs: null } });
    right = true;
    links.drop('a');
    expect(await links.withConnection('a', open, alive)).toBe(true);
  });

  test('stops after a changed host key, and sends nothing again', async () => {
    const server = await peer();
    const other = await peer();
    const links = pool();
    const open = opening(server.target, other.pinned);
    for (const background of [true, false]) {
      await expect(links.withConnection('a', open, alive, { background })).rejects.toMatchObject({
        reason: 'host_key_changed',
      });
    }
    expect(server.accepted()).toBe(1);
    expect(server.authentications).toEqual([]);
  });

  test('leaves a dead host alone for a while in the background, but tries at once for people', async () => {
    const port = await freePort();
    const links = pool();
    let attempts = 0;
    const open = (signal: AbortSignal) => {
      attempts += 1;
      return opening(
        { host: '127.0.0.1', port, username: 'x' },
        { type: 'ssh-ed25519', blob: 'AAAA' },
      )(signal);
    };
    for (let i = 0; i < 3; i += 1) {
      await expect(links.withConnection('a', open, alive, { background: true })).rejects.toMatchObject({
        reason: 'refused',
      });
    }
    expect(attempts).toBe(1);
    expect(links.counters().pausing).toBe(1);
    await expect(links.withConnection('a', open, alive)).rejects.toMatchObject({ reason: 'refused' });
    expect(attempts).toBe(2);
  });

  test('serves living servers while 20 dead ones swallow every connect', async () => {
    const silent = await startRawPeer(() => {});
    closing.push(silent);
    const server = await peer();
    const links = pool();
    const dead = Array.from({ length: 20 }, (_, i) =>
      links
        .withConnection(`dead-${i}`, opening(silent.target, server.pinned, 10_000), alive)
        .catch((error: unknown) => error),
    );
    const since = performance.now();
    const living = Array.from({ length: 5 }, (_, i) =>
      links.withConnection(`alive-${i}`, opening(server.target, server.pinned), alive),
    );
    expect(await Promise.all(living)).toEqual([true, true, true, true, true]);
    expect(performance.now() - since).toBeLessThan(9_000);
    expect(silent.open()).toBeLessThanOrEqual(32);
    links.closeAll();
    for (const end of await Promise.all(dead))
      expect(end).toMatchObject({ reason: expect.stringMatching(/closed|timeout/) });
    await eventually('no socket is left', () => silent.open() === 0);
  });

  test('connects to at most 8 hosts at once', async () => {
    const links = pool();
    let running = 0;
    let most = 0;
    const open = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 60));
      running -= 1;
      throw new Error('not today');
    };
    await Promise.allSettled(Array.from({ length: 40 }, (_, i) => links.withConnection(`${i}`, open, alive)));
    expect(most).toBe(8);
  });

  test('asks again when a server turns a burst of newcomers away, but not for ever', async () => {
    const server = await peer();
    let turnedAway = 0;
    const crowded = (refusals: number) =>
      startRawPeer((socket) => {
        if (turnedAway < refusals) {
          turnedAway += 1;
          socket.end('Exceeded MaxStartups\r\n');
          return;
        }
        const onward = createConnection(server.target.port, server.target.host);
        socket.pipe(onward).pipe(socket);
        onward.on('error', () => socket.destroy());
      });
    const busy = await crowded(2);
    const full = await crowded(100);
    closing.push(busy, full);
    const links = pool();
    expect(await links.withConnection('busy', opening(busy.target, server.pinned), alive)).toBe(true);
    expect(turnedAway).toBe(2);
    await expect(
      links.withConnection('full', opening(full.target, server.pinned), alive),
    ).rejects.toMatchObject({ reason: 'too_many_connections' });
    expect(turnedAway, 'four tries').toBe(6);
  });

  test('gives a connect up when the last who waited for it has', async () => {
    const silent = await startRawPeer(() => {});
    closing.push(silent);
    const links = pool();
    const open = opening(silent.target, { type: 'ssh-ed25519', blob: 'AAAA' }, 60_000);
    const [one, two] = [new AbortController(), new AbortController()];
    const waits = [one, two].map(({ signal }) =>
      links.withConnection('a', open, alive, { signal }).catch((error: unknown) => error),
    );
    await eventually('the connect is under way', () => silent.open() === 1);
    one.abort();
    expect(await waits[0]).toMatchObject({ reason: 'aborted' });
    expect(silent.open()).toBe(1);
    two.abort();
    expect(await waits[1]).toMatchObject({ reason: 'aborted' });
    await eventually('the socket is closed', () => silent.open() === 0);
    expect(links.counters()).toMatchObject({ connecting: 0, pausing: 0 });
  });

  test('makes nothing new once it is closed', async () => {
    const server = await peer();
    const links = pool();
    const open = opening(server.target, server.pinned);
    await links.withConnection('a', open, alive);
    links.closeAll();
    await expect(links.withConnection('a', open, alive)).rejects.toMatchObject({ reason: 'closed' });
    await eventually('its connections are closed', () => server.open() === 0);
  });
});

describe('the pause after network failures', () => {
  test('is 5 s at first, doubles, and never exceeds 5 min, spread by a fifth', () => {
    const middle = [1, 2, 3, 4, 7, 8, 1000].map((failures) => backoffMs(failures, 0.5));
    expect(middle).toEqual([5_000, 10_000, 20_000, 40_000, 300_000, 300_000, 300_000]);
    expect(backoffMs(1, 0)).toBe(4_000);
    expect(backoffMs(1, 0.999_999)).toBe(6_000);
  });
});
