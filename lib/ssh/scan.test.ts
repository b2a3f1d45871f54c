import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSshKey } from '@/e2e/support/ssh-keys';
import { startPeer, startRawPeer } from '@/e2e/support/ssh-peer';
import { startSshd, type TestSshd } from '@/e2e/support/sshd';
import { scanHostKeys } from './scan';

describe('a scan of a real server', () => {
  let sshd: TestSshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.close());

  test('finds each of its host keys, best first, and never tries to sign in', async () => {
    const keys = await scanHostKeys(sshd.target, { timeoutMs: 10_000 });
    expect(keys.map(({ type, blob }) => ({ type, blob }))).toEqual([
      sshd.hostKeys.ed25519,
      sshd.hostKeys.ecdsa,
      sshd.hostKeys.rsa,
    ]);
    expect(sshd.log()).not.toMatch(/Accepted|Failed|userauth|invalid user/i);
  });
});

describe('a scan', () => {
  test('sends no sign-in request and opens one connection per key type', async () => {
    const hostKeys = [makeSshKey(), makeSshKey(['-t', 'ecdsa', '-b', '521'])];
    const peer = await startPeer({ hostKeys });
    const keys = await scanHostKeys(peer.target, { timeoutMs: 5_000 });
    expect(keys.map(({ blob }) => blob)).toEqual(hostKeys.map(({ blob }) => blob));
    expect(peer.authentications).toEqual([]);
    expect(peer.accepted()).toBe(2);
    await peer.close();
  });

  test('keeps the first key when the server turns the second look away', async () => {
    const hostKeys = [makeSshKey(), makeSshKey(['-t', 'ecdsa'])];
    let looks = 0;
    const peer = await startPeer({
      hostKeys,
      onClient: (client) => {
        looks += 1;
        if (looks > 1) client.end();
      },
    });
    const keys = await scanHostKeys(peer.target, { timeoutMs: 5_000 });
    expect(keys.map(({ blob }) => blob)).toEqual([hostKeys[0]?.blob]);
    await peer.close();
  });

  test('is bounded in time by a silent server and by its caller', async () => {
    const peer = await startRawPeer(() => {});
    await expect(scanHostKeys(peer.target, { timeoutMs: 200 })).rejects.toMatchObject({ reason: 'timeout' });
    const giveUp = new AbortController();
    const scan = scanHostKeys(peer.target, { timeoutMs: 60_000, signal: giveUp.signal });
    setTimeout(() => giveUp.abort(), 50);
    await expect(scan).rejects.toMatchObject({ reason: 'aborted' });
    await peer.close();
  });

  test('says "outdated", not "changed", of a server with old host keys only', async () => {
    const peer = await startPeer({
      hostKeys: [makeSshKey(['-t', 'rsa', '-b', '2048'])],
      algorithms: { serverHostKey: ['ssh-rsa'] },
    });
    await expect(scanHostKeys(peer.target, { timeoutMs: 5_000 })).rejects.toMatchObject({
      reason: 'no_common_algorithm',
    });
    await peer.close();
  });
});
