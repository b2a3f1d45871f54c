import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { HostKey, PinnedKey } from './target';

/** Decides about one raw host key blob. Synchronous and pure, because ssh2 asks again at every rekey. */
export type HostKeyVerifier = (blob: Buffer) => boolean;

/** The verifier of a pinned server: `true` only for exactly the pinned bytes, compared in constant time. */
export function pinnedKeyVerifier(pinned: PinnedKey): HostKeyVerifier {
  const expected = Buffer.from(pinned.blob, 'base64');
  return (blob) => expected.length > 0 && blob.length === expected.length && timingSafeEqual(blob, expected);
}

/**
 * Makes a verifier safe to hand to ssh2, which refuses on `false` only: it accepts a promise, `null`, `0` or an object,
 * and hangs on `undefined`. Here anything but exactly `true`, a throw included, refuses.
 */
export function onlyTrue(verifier: (blob: Buffer) => unknown): HostKeyVerifier {
  return (blob) => {
    try {
      return verifier(blob) === true;
    } catch {
      return false;
    }
  };
}

/** Describes a raw host key blob (RFC 4253 §6.6: string type, then the key); `undefined` when it is no such thing. */
export function describeHostKey(blob: Buffer): HostKey | undefined {
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  if (length === 0 || length > 64 || blob.length <= 4 + length) return undefined;
  const type = blob.toString('latin1', 4, 4 + length);
  if (!/^[a-z0-9@.-]+$/.test(type)) return undefined;
  return { type, blob: blob.toString('base64'), fingerprint: fingerprintOf(blob) };
}

/** The fingerprint of a public key blob as `ssh-keygen -l` prints it: `SHA256:` and base64 without padding. */
export function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
