import 'server-only';
import { and, eq, gt, isNull, ne, sql } from 'drizzle-orm';
import type { Tx } from '@/db/write';
import { loginThrottles, oneTimeTokens, sessions, users } from './tables';

export type FirstAdmin = {
  id: string;
  username: string;
  email: string | null;
  passwordHash: string;
  now: string;
};

/** Creates the first administrator if there is no user at all, in one statement. False: somebody was faster. */
export async function insertFirstAdmin(
  tx: Tx,
  { id, username, email, passwordHash, now }: FirstAdmin,
): Promise<boolean> {
  const { rowsAffected } = await tx.run(sql`
    INSERT INTO users (id, username, email, password_hash, password_changed_at, role, created_at, updated_at)
    SELECT ${id}, ${username}, ${email}, ${passwordHash}, ${now}, 'admin', ${now}, ${now}
    WHERE NOT EXISTS (SELECT 1 FROM users)`);
  return rowsAffected === 1;
}

export type NewSession = typeof sessions.$inferInsert;

/**
 * Opens a session for a person whose password hash is still the one that was just verified and who may still sign in.
 * False: that changed meanwhile.
 */
export async function insertSession(tx: Tx, session: NewSession, verifiedHash: string): Promise<boolean> {
  const [user] = await tx
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.id, session.userId),
        eq(users.passwordHash, verifiedHash),
        eq(users.isActive, true),
        isNull(users.deletedAt),
      ),
    );
  if (!user) return false;
  await tx.insert(sessions).values(session);
  return true;
}

/** Notes that a session was used. */
export async function touchSession(tx: Tx, sessionId: string, now: string): Promise<void> {
  await tx
    .update(sessions)
    .set({ lastSeenAt: now })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)));
}

/** Notes that the person of a session has just entered the password. */
export async function updateAuthAt(tx: Tx, sessionId: string, now: string): Promise<void> {
  await tx
    .update(sessions)
    .set({ authAt: now })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)));
}

export type SessionEnd = { now: string; reason: string; endedBy: string | null };

/** Ends one session of `userId`; what has ended stays as it ended. Returns whether this call ended it. */
export async function endSession(
  tx: Tx,
  userId: string,
  sessionId: string,
  end: SessionEnd,
): Promise<boolean> {
  const { rowsAffected } = await tx
    .update(sessions)
    .set({ endedAt: end.now, endedReason: end.reason, endedBy: end.endedBy })
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isNull(sessions.endedAt)));
  return rowsAffected === 1;
}

/** Ends every open session of a person, except `keep`. Returns their ids. */
export async function endSessionsOf(
  tx: Tx,
  userId: string,
  end: SessionEnd,
  keep?: string,
): Promise<string[]> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: end.now, endedReason: end.reason, endedBy: end.endedBy })
    .where(
      and(eq(sessions.userId, userId), isNull(sessions.endedAt), keep ? ne(sessions.id, keep) : undefined),
    )
    .returning({ id: sessions.id });
  return ended.map((session) => session.id);
}

/** Notes a successful sign-in. */
export async function updateLastLogin(tx: Tx, userId: string, now: string): Promise<void> {
  await tx.update(users).set({ lastLoginAt: now }).where(eq(users.id, userId));
}

/** Replaces the stored hash of the same password by one made with today's cost. */
export async function replaceHash(
  tx: Tx,
  userId: string,
  outdated: string,
  passwordHash: string,
): Promise<void> {
  await tx
    .update(users)
    .set({ passwordHash })
    .where(and(eq(users.id, userId), eq(users.passwordHash, outdated)));
}

/** Stores a new password. False: there is no such person. */
export async function updatePassword(
  tx: Tx,
  userId: string,
  passwordHash: string,
  now: string,
): Promise<boolean> {
  const { rowsAffected } = await tx
    .update(users)
    .set({
      passwordHash,
      passwordChangedAt: now,
      mustChangePassword: false,
      version: sql`${users.version} + 1`,
    })
    .where(and(eq(users.id, userId), isNull(users.deletedAt)));
  return rowsAffected === 1;
}

/** Changes what a person may change about themselves. False: somebody changed the row since `version`. */
export async function updateProfile(
  tx: Tx,
  userId: string,
  version: number,
  profile: { displayName: string | null; email: string | null },
): Promise<boolean> {
  const { rowsAffected } = await tx
    .update(users)
    .set({ ...profileColumns(profile), version: sql`${users.version} + 1` })
    .where(and(eq(users.id, userId), eq(users.version, version), isNull(users.deletedAt)));
  return rowsAffected === 1;
}

function profileColumns({ displayName, email }: { displayName: string | null; email: string | null }) {
  return { displayName, email };
}

export type ThrottleState = {
  kind: 'account' | 'device' | 'address' | 'setup';
  keyHash: string;
  label: string | null;
  failures: number;
  windowStartedAt: string;
  failuresSinceSuccess: number;
  blockedUntil: string | null;
  heldAt: string | null;
};

/** Stores what is remembered about guesses under one key. */
export async function saveThrottle(tx: Tx, state: ThrottleState): Promise<void> {
  const { kind, keyHash, ...changing } = state;
  await tx
    .insert(loginThrottles)
    .values(state)
    .onConflictDoUpdate({ target: [loginThrottles.kind, loginThrottles.keyHash], set: changing });
}

/** Forgets the guesses under one key and lifts a hold. Returns whether there was anything to forget. */
export async function deleteThrottle(tx: Tx, kind: ThrottleState['kind'], keyHash: string): Promise<boolean> {
  const { rowsAffected } = await tx
    .delete(loginThrottles)
    .where(and(eq(loginThrottles.kind, kind), eq(loginThrottles.keyHash, keyHash)));
  return rowsAffected > 0;
}

export type NewToken = {
  kind: 'setup' | 'invite' | 'reset';
  tokenHash: string;
  userId: string | null;
  createdBy: string | null;
  expiresAt: string;
};

/** Stores a one-time token in place of an earlier one of its kind and person. */
export async function replaceToken(tx: Tx, token: NewToken): Promise<void> {
  const owner = token.userId === null ? isNull(oneTimeTokens.userId) : eq(oneTimeTokens.userId, token.userId);
  await tx.delete(oneTimeTokens).where(and(eq(oneTimeTokens.kind, token.kind), owner));
  await tx.insert(oneTimeTokens).values(token);
}

/** Uses up a one-time token: whoever deletes it has it. Undefined when it is unknown, used or expired at `now`. */
export async function takeToken(tx: Tx, tokenHash: string, now: string) {
  const [row] = await tx
    .delete(oneTimeTokens)
    .where(and(eq(oneTimeTokens.tokenHash, tokenHash), gt(oneTimeTokens.expiresAt, now)))
    .returning({ kind: oneTimeTokens.kind, userId: oneTimeTokens.userId });
  return row;
}
