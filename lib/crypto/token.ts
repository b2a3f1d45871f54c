import 'server-only';
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type KeyLabel, keyring } from './keyring';

/** A new unguessable token: 256 random bits, base64url, 43 characters. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token: its SHA-256, hex. 256 random bits need no salt. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** SHA-256 of text, hex: content hashes of files and definitions. */
export function sha256Hex(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

/** HMAC-SHA-256 of `text` under the sub-key of `label`, hex: names things without telling which. */
export function keyedHash(label: KeyLabel, text: string): string {
  return createHmac('sha256', keyring().derive(label)).update(text).digest('hex');
}

/** Whether two texts are equal, in time that does not tell where they differ. */
export function safeEqual(left: string, right: string): boolean {
  return timingSafeEqual(
    createHash('sha256').update(left).digest(),
    createHash('sha256').update(right).digest(),
  );
}
