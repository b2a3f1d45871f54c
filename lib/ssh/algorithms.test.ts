import { describe, expect, test } from 'vitest';
import { startPeer, startRawPeer } from '@/e2e/support/ssh-peer';
import { Secret } from '@/lib/crypto/secret';
import { hostKeyTypes, keyTypesOf } from './algorithms';
import { connect } from './connect';
import { scanHostKeys } from './scan';

const auth = { kind: 'password', password: new Secret('secret') } as const;
const options = { readyTimeoutMs: 5_000, keepaliveMs: 10_000 };

/** The ten name lists of the first KEXINIT in what a client sent (RFC 4253 §7.1). */
function kexinitLists(sent: Buffer): string[][] {
  const packet = sent.subarray(sent.indexOf('\n') + 1);
  expect(packet[5]).toBe(20);
  let at = 6 + 16;
  return Array.from({ length: 10 }, () => {
    const length = packet.readUInt32BE(at);
    const names = packet.toString('latin1', at + 4, at + 4 + length);
    at += 4 + length;
    return names === '' ? [] : names.split(',');
  });
}

async function recorded(
  attempt: (target: { host: string; port: number; username: string }) => Promise<unknown>,
) {
  let sent = Buffer.alloc(0);
  const peer = await startRawPeer((socket) => {
    socket.write('SSH-2.0-Recorder\r\n');
    socket.on('data', (chunk) => {
      sent = Buffer.concat([sent, chunk as Buffer]);
      if (sent.length > 700) socket.destroy();
    });
  });
  await attempt(peer.target).catch(() => {});
  await peer.close();
  return kexinitLists(sent);
}

describe('G51 what Tomo offers a server', () => {
  const pinned = { type: 'ssh-rsa', blob: 'AAAA' };

  test('holds no SHA-1, MD5, CBC, DSS, group exchange, compression or missing encryption, when connecting and when scanning', async () => {
    for (const lists of [
      await recorded((target) => connect(target, auth, pinned, options)),
      await recorded((target) => scanHostKeys(target, { timeoutMs: 5_000 })),
    ]) {
      const [kex = [], hostKeys = [], ...rest] = lists;
      const all = lists.flat();
      expect(
        all.filter((name) =>
          /sha1|md5|cbc|dss|3des|arcfour|group-exchange|group1-|group14-|zlib|-96/.test(name),
        ),
      ).toEqual([]);
      expect(hostKeys).not.toContain('ssh-rsa');
      expect(kex).toContain('curve25519-sha256');
      for (const ciphers of rest.slice(0, 2)) expect(ciphers).not.toContain('none');
      expect(rest.slice(4, 6)).toEqual([['none'], ['none']]);
    }
  });

  test('names only the signatures of the pinned key type, so that no other key can be shown', async () => {
    const [, hostKeys] = await recorded((target) => connect(target, auth, pinned, options));
    expect(hostKeys).toEqual(['rsa-sha2-512', 'rsa-sha2-256']);
    const [, ecdsa] = await recorded((target) =>
      connect(target, auth, { type: 'ecdsa-sha2-nistp384', blob: 'AAAA' }, options),
    );
    expect(ecdsa).toEqual(['ecdsa-sha2-nistp384']);
  });

  test.each([
    ['key exchange', { kex: ['diffie-hellman-group14-sha1'] }],
    ['group exchange', { kex: ['diffie-hellman-group14-sha256'] }],
    ['ciphers', { cipher: ['aes128-cbc'] }],
    ['checksums', { cipher: ['aes128-ctr'], hmac: ['hmac-sha1'] }],
    ['compression', { compress: ['zlib'] }],
  ])('is refused in words by a server with outdated %s only', async (_what, algorithms) => {
    const peer = await startPeer({ algorithms: algorithms as never });
    await expect(connect(peer.target, auth, peer.pinned, options)).rejects.toMatchObject({
      reason: 'no_common_algorithm',
      hint: expect.stringContaining('OpenSSH'),
    });
    expect(peer.authentications).toEqual([]);
    await peer.close();
  });

  test('reads the key types behind a server’s list, best first', () => {
    expect(keyTypesOf(['rsa-sha2-256', 'ssh-rsa', 'ssh-dss', 'ssh-ed25519', 'x'])).toEqual([
      'ssh-ed25519',
      'ssh-rsa',
    ]);
    expect(keyTypesOf(['ssh-rsa', 'ssh-dss'])).toEqual([]);
    expect(hostKeyTypes[0]).toBe('ssh-ed25519');
  });
});
