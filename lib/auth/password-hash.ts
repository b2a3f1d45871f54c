import 'server-only';
import { hash, type Options, parseOptions, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { newToken } from '@/lib/crypto/token';
import { TomoError } from '@/lib/runtime/errors';
import { singleton } from '@/lib/runtime/singleton';

// Far above the recommended floor, at about 0.1 s each. 2 is Argon2id: the package's enum cannot be imported by value.
const COST = {
  algorithm: 2,
  memoryCost: 64 * 1024,
  timeCost: 3,
  parallelism: 1,
  outputLen: 32,
} satisfies Options;
const AT_ONCE = 2;
const WAITING = 20;

/** Hashes a new password (Argon2id, RFC 9106) into a PHC string with a random 16-byte salt. Throws `rate_limited` under load. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(normalised(password), COST));
}

/** Whether `password` belongs to `phc`. A damaged or foreign hash never matches. Throws `rate_limited` under load. */
export async function verifyPassword(phc: string, password: string): Promise<boolean> {
  return inTurn(() => verify(phc, normalised(password)).catch(() => false));
}

/** A hash that no password matches, made once with today's cost: who has no account costs the same time as who has one. */
export function dummyHash(): Promise<string> {
  return singleton('auth.dummy-hash', () => hash(newToken(), COST));
}

/** Whether `phc` was made with other parameters than today's, so that it should be replaced while the password is known. */
export function isOutdated(phc: string): boolean {
  const made = parseOptions(phc);
  return (
    made.memoryCost !== COST.memoryCost ||
    made.timeCost !== COST.timeCost ||
    made.parallelism !== COST.parallelism
  );
}

/** The same text in every spelling of Unicode is the same password (NIST 800-63B: NFKC before hashing). */
function normalised(password: string): string {
  return password.normalize('NFKC');
}

/** Each hash takes 64 MiB: without this bound a burst of sign-ins would take the machine's memory. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turns = singleton('auth.hashing', () => pLimit(AT_ONCE));
  if (turns.pendingCount >= WAITING) {
    throw new TomoError('rate_limited', 'Too many sign-ins at once.', {
      hint: 'Try again in 5 s.',
      data: { retryAfterSeconds: 5 },
    });
  }
  return turns(work);
}
