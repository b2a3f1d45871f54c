import 'server-only';
import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';

// SHA-2, AEAD or CTR, no compression. Group exchange stays out: one such handshake checks a prime on the main thread and
// stops the whole process for seconds.
const kex = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group18-sha512',
] as const;
// GCM first: without ssh2's native addon it is the fastest one.
const cipher = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'chacha20-poly1305@openssh.com',
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
] as const;
const hmac = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
] as const;

/**
 * What else is offered to a server whose operator allowed it: SHA-1, CBC and the fixed 2048-bit group, which reach an OpenSSH
 * of 2010. Group exchange, 1024-bit groups, DSS, MD5, 3DES, RC4 and compression are never offered.
 */
const old = {
  kex: ['diffie-hellman-group14-sha256', 'diffie-hellman-group14-sha1'],
  cipher: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc'],
  hmac: ['hmac-sha1-etm@openssh.com', 'hmac-sha1'],
  serverHostKey: ['ssh-rsa'],
} as const;

/** Key type → the signature algorithms that prove it, best type first. An RSA key signs with SHA-2 only. */
const proofs: Record<string, ServerHostKeyAlgorithm[]> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
};

/** Host key types that Tomo accepts, best first. */
export const hostKeyTypes: readonly string[] = Object.keys(proofs);

/**
 * The algorithms offered to a server (HOST-5), with host keys of `types` only: a pinned server gets no chance to show another.
 * `withOld` adds the old ones at the end, so that a better one is taken wherever there is one.
 */
export function offeredAlgorithms(types: readonly string[], withOld = false): Algorithms {
  const more = withOld ? old : { kex: [], cipher: [], hmac: [], serverHostKey: [] };
  return {
    kex: [...kex, ...more.kex],
    cipher: [...cipher, ...more.cipher],
    hmac: [...hmac, ...more.hmac],
    compress: ['none'],
    serverHostKey: [
      ...types.flatMap((type) => proofs[type] ?? []),
      ...more.serverHostKey.filter((name) => types.includes(name)),
    ],
  };
}

/** Whether any of these names, as a server lists them, is one of the old algorithms that can be allowed for a server. */
export function hasOldAlgorithm(names: readonly string[]): boolean {
  return Object.values(old).some((list) => list.some((name) => names.includes(name)));
}

/** The key types behind the host key algorithms that a server lists in its KEXINIT, best first; unknown ones are left out. */
export function keyTypesOf(algorithms: readonly string[], withOld = false): string[] {
  const proves = (type: string) => offeredAlgorithms([type], withOld).serverHostKey as string[];
  return hostKeyTypes.filter((type) => proves(type).some((name) => algorithms.includes(name)));
}
