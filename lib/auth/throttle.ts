import 'server-only';
import ipaddr from 'ipaddr.js';
import { deleteThrottle, saveThrottle, type ThrottleState } from '@/db/users/mutations';
import { findThrottle } from '@/db/users/queries';
import type { Tx } from '@/db/write';
import { keyedHash } from '@/lib/crypto/token';
import { TomoError } from '@/lib/runtime/errors';
import { readSetting } from '@/lib/settings/read';
import { countGuess, forgiven, type Guesses, type Limit } from './throttle-rules';

/** One bucket of guesses. `label` is readable later, so it is set only where it cannot be a mistyped password. */
type Bucket = { kind: ThrottleState['kind']; key: string; label: string | null; limit: Limit };

/** Who tries to sign in: as whom, from where, and with which known browser. */
export type Attempt = {
  /** The person's username, or what was typed when it names nobody. */
  account: string;
  isKnownAccount: boolean;
  clientIp: string | null;
  /** The device cookie's id when it is one of this account; then nothing else counts. */
  deviceId: string | undefined;
};

export type Admission =
  | { admitted: true /** Only a person can lift this; the password is not even compared. */; held: boolean }
  | { admitted: false; retryAfterSeconds: number };

/**
 * Counts one attempt beforehand, or refuses it. A browser that signed in before has a budget of its own, so that an attack
 * on the account does not lock its owner out; all others share the account's and their address's budget.
 */
export async function admitAttempt(tx: Tx, attempt: Attempt, now: number): Promise<Admission> {
  const states = [];
  for (const bucket of bucketsOf(attempt)) {
    const known = await load(tx, bucket);
    const verdict = countGuess(known, bucket.limit, now);
    if (!verdict.allowed)
      return { admitted: false, retryAfterSeconds: Math.ceil(verdict.retryAfterMs / 1000) };
    states.push({ bucket, wasHeld: known?.heldAt != null, next: verdict.next });
  }
  for (const { bucket, next } of states) await save(tx, bucket, next);
  return { admitted: true, held: states.some((state) => state.wasHeld) };
}

/** Takes an attempt back that succeeded. A known browser also lifts the hold of its account. */
export async function forgiveAttempt(tx: Tx, attempt: Attempt): Promise<void> {
  for (const bucket of bucketsOf(attempt)) {
    const known = await load(tx, bucket);
    if (known)
      await save(
        tx,
        bucket,
        bucket.kind === 'address' ? forgiven(known) : { ...forgiven(known), failures: 0 },
      );
  }
  if (attempt.deviceId === undefined) return;
  const account = accountBucket(attempt);
  const known = await load(tx, account);
  if (known) await save(tx, account, { ...known, failuresSinceSuccess: 0, heldAt: null });
}

/** Lifts everything that attempts on an account have caused. Returns whether there was anything. */
export async function releaseAccount(tx: Tx, username: string): Promise<boolean> {
  const { kind, key } = accountBucket({ account: username, isKnownAccount: true });
  return deleteThrottle(tx, kind, hashOf(key));
}

/** Counts a password that a signed-in person enters to confirm something. Throws `rate_limited` when it is too often. */
export async function countReauthentication(tx: Tx, session: { sessionId: string }): Promise<void> {
  const bucket = sessionBucket(session);
  const verdict = countGuess(await load(tx, bucket), bucket.limit, Date.now());
  if (verdict.allowed) return save(tx, bucket, verdict.next);
  throw tooMany(Math.ceil(verdict.retryAfterMs / 1000));
}

/** Takes that back after the right password. */
export async function forgiveReauthentication(tx: Tx, session: { sessionId: string }): Promise<void> {
  const bucket = sessionBucket(session);
  await deleteThrottle(tx, bucket.kind, hashOf(bucket.key));
}

/** Counts a wrong setup token. Throws `rate_limited` after ten in an hour, whoever sent them. */
export async function countWrongToken(tx: Tx): Promise<void> {
  const limit: Limit = { max: 10, windowMs: 60 * 60_000, beyond: 'wait' };
  const bucket: Bucket = { kind: 'setup', key: 'setup', label: null, limit };
  const verdict = countGuess(await load(tx, bucket), limit, Date.now());
  if (verdict.allowed) return save(tx, bucket, verdict.next);
  throw tooMany(Math.ceil(verdict.retryAfterMs / 1000));
}

function tooMany(seconds: number): TomoError {
  return new TomoError('rate_limited', 'Too many attempts.', {
    hint: `Try again in ${seconds} s.`,
    data: { retryAfterSeconds: seconds },
  });
}

function bucketsOf(attempt: Attempt): Bucket[] {
  if (attempt.deviceId !== undefined) {
    return [{ kind: 'device', key: `device ${attempt.deviceId}`, label: attempt.account, limit: budget() }];
  }
  const max = readSetting('security.lockout_address_threshold');
  const network = networkOf(attempt.clientIp);
  const limit: Limit = { max, windowMs: budget().windowMs, beyond: 'delay' };
  return [{ kind: 'address', key: `address ${network}`, label: network, limit }, accountBucket(attempt)];
}

function accountBucket({ account, isKnownAccount }: Pick<Attempt, 'account' | 'isKnownAccount'>): Bucket {
  // A hold on a name that nobody has would be kept for ever and protect nobody.
  const holdAt = isKnownAccount ? readSetting('security.lockout_hold_threshold') : undefined;
  return {
    kind: 'account',
    key: `account ${account}`,
    label: isKnownAccount ? account : null,
    limit: { ...budget(), holdAt },
  };
}

function sessionBucket({ sessionId }: { sessionId: string }): Bucket {
  return { kind: 'device', key: `session ${sessionId}`, label: null, limit: budget() };
}

function budget(): Limit {
  const windowMs = readSetting('security.lockout_window_minutes') * 60_000;
  return { max: readSetting('security.lockout_threshold'), windowMs, beyond: 'wait' };
}

/** One IPv4 address, or the /64 that one household or machine gets in IPv6. */
function networkOf(clientIp: string | null): string {
  if (!clientIp || !ipaddr.isValid(clientIp)) return 'unknown';
  const address = ipaddr.process(clientIp);
  if (address.kind() === 'ipv4') return address.toString();
  const bytes = address.toByteArray().fill(0, 8);
  return `${ipaddr.fromByteArray(bytes).toString()}/64`;
}

function hashOf(key: string): string {
  return keyedHash('tomo/throttle/v1', key);
}

async function load(tx: Tx, bucket: Bucket): Promise<Guesses | undefined> {
  const row = await findThrottle(tx, bucket.kind, hashOf(bucket.key));
  if (!row) return undefined;
  return {
    failures: row.failures,
    windowStartedAt: Date.parse(row.windowStartedAt ?? '') || 0,
    failuresSinceSuccess: row.failuresSinceSuccess,
    blockedUntil: row.blockedUntil ? Date.parse(row.blockedUntil) : null,
    heldAt: row.heldAt ? Date.parse(row.heldAt) : null,
  };
}

async function save(tx: Tx, { kind, key, label }: Bucket, guesses: Guesses): Promise<void> {
  await saveThrottle(tx, {
    kind,
    keyHash: hashOf(key),
    label,
    failures: guesses.failures,
    windowStartedAt: new Date(guesses.windowStartedAt).toISOString(),
    failuresSinceSuccess: guesses.failuresSinceSuccess,
    blockedUntil: guesses.blockedUntil === null ? null : new Date(guesses.blockedUntil).toISOString(),
    heldAt: guesses.heldAt === null ? null : new Date(guesses.heldAt).toISOString(),
  });
}
