import ssh2 from 'ssh2';
import { describe, expect, test } from 'vitest';
import { makeSshKey } from '@/e2e/support/ssh-keys';
import { startPeer } from '@/e2e/support/ssh-peer';
import { describeHostKey, onlyTrue, pinnedKeyVerifier } from './host-key';

const wrong: [string, (blob: Buffer) => unknown][] = [
  ['is asynchronous', async () => true],
  ['forgets to answer', () => undefined],
  ['answers null', () => null],
  ['answers 0', () => 0],
  ['answers 1', () => 1],
  ['answers an object', () => ({ ok: true })],
  ['throws', () => JSON.parse('no')],
  ['answers false', () => false],
];

describe('G50 a host key', () => {
  test.each(wrong)('is refused when the check %s, before any sign-in request', async (_what, verifier) => {
    const peer = await startPeer();
    const client = new ssh2.Client();
    const ended = new Promise<string>((resolve) => {
      client.on('ready', () => resolve('ready'));
      client.on('error', (error) => resolve(error.message));
    });
    client.connect({ ...peer.target, password: 'x', hostVerifier: onlyTrue(verifier) });
    expect(await ended).toMatch(/Host denied/);
    expect(peer.authentications).toEqual([]);
    await peer.close();
  });

  test('is accepted for exactly its own bytes', () => {
    const key = makeSshKey();
    const blob = Buffer.from(key.blob, 'base64');
    const isPinned = pinnedKeyVerifier(key);
    expect(isPinned(blob)).toBe(true);
    for (let at = 0; at < blob.length; at += 1) {
      const other = Buffer.from(blob);
      other[at] = (other[at] ?? 0) ^ 1;
      expect(isPinned(other)).toBe(false);
    }
    expect(isPinned(blob.subarray(1))).toBe(false);
    expect(isPinned(Buffer.concat([blob, blob]))).toBe(false);
    expect(pinnedKeyVerifier({ type: key.type, blob: '' })(Buffer.alloc(0))).toBe(false);
  });

  test.each(['ed25519', 'ecdsa', 'rsa'])('of type %s has the fingerprint that ssh-keygen prints', (type) => {
    const key = makeSshKey(['-t', type]);
    const described = describeHostKey(Buffer.from(key.blob, 'base64'));
    expect(described?.type).toBe(key.type);
    expect(key.listing).toContain(` ${described?.fingerprint} `);
  });

  test('that is no key blob has no description', () => {
    for (const blob of ['', 'x', '\0\0\0\0', '\0\0\0\x02ab', '\xff\xff\xff\xffab', '\0\0\0\x02a\nxxxx']) {
      expect(describeHostKey(Buffer.from(blob, 'latin1'))).toBeUndefined();
    }
  });
});
