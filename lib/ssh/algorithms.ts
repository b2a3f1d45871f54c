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

/** The algorithms offered to a server (HOST-5), with host keys of `types` only: a pinned server gets no chance to show another. */
export function offeredAlgorithms(types: readonly string[]): Algorithms {
  return {
    kex: [...kex],
    cipher: [...cipher],
    hmac: [...hmac],
    compress: ['none'],
    serverHostKey: types.flatMap((type) => proofs[type] ?? []),
  };
}

/** The key types behind the host key algorithms that a server lists in its KEXINIT, best first; unknown ones are left out. */
export function keyTypesOf(algorithms: readonly string[]): string[] {
  return hostKeyTypes.filter((type) => proofs[type]?.some((name) => algorithms.includes(name)));
}
