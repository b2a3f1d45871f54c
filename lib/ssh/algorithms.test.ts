import { describe, expect, test } from 'vitest';
import { makeSshKey } from '@/e2e/support/ssh-keys';
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

  const weak = {
    kex: ['diffie-hellman-group14-sha1'],
    serverHostKey: ['ssh-rsa'],
    cipher: ['aes128-cbc'],
    hmac: ['hmac-sha1'],
  };
  const allowed = { ...options, oldAlgorithms: true };

  test('where they are allowed adds old ones behind the others, and still no group exchange, small group, MD5, DSS or 3DES', async () => {
    const lists = await recorded((target) => connect(target, auth, pinned, allowed));
    const [kex = [], hostKeys = [], cipher = []] = lists;
    expect(hostKeys).toEqual(['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa']);
    expect(kex.filter((name) => /group14/.test(name))).toEqual([
      'diffie-hellman-group14-sha256',
      'diffie-hellman-group14-sha1',
    ]);
    expect(cipher[0]).toMatch(/gcm/);
    expect(
      lists.flat().filter((name) => /group-exchange|group1-|md5|dss|3des|arcfour|zlib|-96/.test(name)),
    ).toEqual([]);
  });

  test('reaches a server with nothing but old algorithms only where they are allowed', async () => {
    const rsa = makeSshKey(['-t', 'rsa', '-b', '2048', '-m', 'PEM']);
    const peer = await startPeer({ hostKeys: [rsa], algorithms: weak as never });
    const refused = { reason: 'no_common_algorithm' };
    await expect(scanHostKeys(peer.target, { timeoutMs: 5_000 })).rejects.toMatchObject(refused);
    await expect(connect(peer.target, auth, peer.pinned, options)).rejects.toMatchObject(refused);
    expect(peer.authentications).toEqual([]);
    const [key] = await scanHostKeys(peer.target, { timeoutMs: 5_000, oldAlgorithms: true });
    expect(key?.blob).toBe(rsa.blob);
    const connection = await connect(peer.target, auth, peer.pinned, allowed);
    expect(connection.alive()).toBe(true);
    connection.close();
    // The pinned key is checked as everywhere.
    const other = { type: 'ssh-rsa', blob: makeSshKey(['-t', 'rsa', '-b', '2048']).blob };
    await expect(connect(peer.target, auth, other, allowed)).rejects.toMatchObject({
      reason: 'host_key_changed',
    });
    await peer.close();
  });

  test.each([
    ['key exchange', { kex: ['diffie-hellman-group-exchange-sha256'] }],
    ['small key exchange', { kex: ['diffie-hellman-group1-sha1'] }],
    ['cipher', { cipher: ['3des-cbc'] }],
  ])(
    'never reaches a server with such a %s, and says that allowing old ones is no way either',
    async (_what, algorithms) => {
      const peer = await startPeer({ algorithms: algorithms as never });
      const refused = { reason: 'algorithms_too_old' };
      await expect(scanHostKeys(peer.target, { timeoutMs: 5_000 })).rejects.toMatchObject(refused);
      await expect(
        scanHostKeys(peer.target, { timeoutMs: 5_000, oldAlgorithms: true }),
      ).rejects.toMatchObject(refused);
      await expect(connect(peer.target, auth, peer.pinned, allowed)).rejects.toMatchObject(refused);
      expect(peer.authentications).toEqual([]);
      await peer.close();
    },
  );

  test('reads the key types behind a server’s list, best first', () => {
    expect(keyTypesOf(['rsa-sha2-256', 'ssh-rsa', 'ssh-dss', 'ssh-ed25519', 'x'])).toEqual([
      'ssh-ed25519',
      'ssh-rsa',
    ]);
    expect(keyTypesOf(['ssh-rsa', 'ssh-dss'])).toEqual([]);
    expect(hostKeyTypes[0]).toBe('ssh-ed25519');
  });
});
