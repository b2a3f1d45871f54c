import 'server-only';
import { database } from '@/db/client';
import { replaceHash } from '@/db/users/mutations';
import { findUserByName } from '@/db/users/queries';
import type { UserRow } from '@/db/users/tables';
import { write } from '@/db/write';
import type { AuditActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { keyedHash } from '@/lib/crypto/token';
import { knownDevice } from './device';
import { recordFailedSignIn } from './failed-sign-ins';
import { type OpenedSession, openSession } from './open-session';
import { dummyHash, hashPassword, isOutdated, verifyPassword } from './password-hash';
import type { ArrivalFacts } from './request-facts';
import { type Attempt, admitAttempt, forgiveAttempt } from './throttle';

export type SignInInput = {
  name: string;
  password: string;
  remember: boolean;
  deviceCookie: string | undefined;
};

export type SignInOutcome =
  | { kind: 'signed_in'; userId: string; session: OpenedSession; deviceId: string | undefined }
  | { kind: 'refused' }
  | { kind: 'throttled'; retryAfterSeconds: number };

/**
 * Signs a person in with name (or e-mail address) and password. Unknown, disabled, held and wrong are one answer after the
 * same work, so that neither words nor time list accounts. Throws `rate_limited` when too many hashes are under way.
 */
export async function signIn(input: SignInInput, facts: ArrivalFacts): Promise<SignInOutcome> {
  const name = input.name.trim().normalize('NFKC').toLowerCase();
  const user = await findUserByName(database(), name);
  const deviceId = user && knownDevice(input.deviceCookie, user.id, Date.now());
  const account = user?.username ?? name;
  const attempt = { account, isKnownAccount: user !== undefined, clientIp: facts.clientIp, deviceId };

  const admission = await write((tx) => admitAttempt(tx, attempt, Date.now()));
  if (!admission.admitted) {
    await recordFailedSignIn(failure(user, name, facts, 'throttled'));
    return { kind: 'throttled', retryAfterSeconds: admission.retryAfterSeconds };
  }
  const mayEnter = user?.isActive === true && user.passwordHash !== '!' && !admission.held;
  const hash = mayEnter ? user.passwordHash : await dummyHash();
  const matches = await verifyPassword(hash, input.password);
  const session = mayEnter && matches ? await enter(user, input, attempt, facts) : undefined;
  if (user && session) return { kind: 'signed_in', userId: user.id, session, deviceId };
  await recordFailedSignIn(failure(user, name, facts, admission.held ? 'held' : 'credentials'));
  return { kind: 'refused' };
}

async function enter(
  user: UserRow,
  input: SignInInput,
  attempt: Attempt,
  facts: ArrivalFacts,
): Promise<OpenedSession | undefined> {
  const renewed = isOutdated(user.passwordHash) ? await hashPassword(input.password) : undefined;
  return write(async (tx) => {
    const session = await openSession(tx, user, facts, input.remember);
    if (!session) return undefined;
    await forgiveAttempt(tx, attempt);
    if (renewed) await replaceHash(tx, user.id, user.passwordHash, renewed);
    await recordAudit(tx, {
      actor: { type: 'user', userId: user.id, name: user.username, sessionId: session.sessionId, ...facts },
      entityType: 'auth',
      entityId: user.id,
      entityName: user.username,
      action: 'login',
      newValue: { remembered: input.remember, knownDevice: attempt.deviceId !== undefined },
    });
    return session;
  });
}

function failure(
  user: UserRow | undefined,
  name: string,
  facts: ArrivalFacts,
  reason: 'credentials' | 'throttled' | 'held',
) {
  const actor: AuditActor = { type: 'anonymous', userId: null, name: 'anonymous', ...facts };
  const entityId = user?.id ?? keyedHash('tomo/throttle/v1', `name ${name}`);
  return { actor, entityId, entityName: user?.username ?? null, reason };
}
