import 'server-only';
import { and, desc, eq, gt, isNull, or } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { loginThrottles, oneTimeTokens, sessions, type UserRow, users } from './tables';

/** Whether anybody can sign in at all; false means: set Tomo up first. */
export async function hasUsers(db: Reader): Promise<boolean> {
  return (await db.select({ id: users.id }).from(users).limit(1)).length > 0;
}

/** The person who signs in with `name`, which is a username or an e-mail address in lower case. */
export async function findUserByName(db: Reader, name: string): Promise<UserRow | undefined> {
  const named = or(eq(users.username, name), eq(users.email, name));
  const [row] = await db
    .select()
    .from(users)
    .where(and(named, isNull(users.deletedAt)))
    .limit(1);
  return row;
}

/** A person who is not deleted. */
export async function findUser(db: Reader, userId: string): Promise<UserRow | undefined> {
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.deletedAt)))
    .limit(1);
  return row;
}

const sessionFacts = {
  id: sessions.id,
  createdAt: sessions.createdAt,
  lastSeenAt: sessions.lastSeenAt,
  expiresAt: sessions.expiresAt,
  endedAt: sessions.endedAt,
  endedReason: sessions.endedReason,
  remembered: sessions.remembered,
  authAt: sessions.authAt,
  originProofHash: sessions.originProofHash,
  userId: users.id,
  username: users.username,
  displayName: users.displayName,
  role: users.role,
  isActive: users.isActive,
  deletedAt: users.deletedAt,
};

/** The session behind a cookie, with what its person is and may be right now. */
export async function findSessionByToken(db: Reader, tokenHash: string) {
  const [row] = await db
    .select(sessionFacts)
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.tokenHash, tokenHash))
    .limit(1);
  return row;
}

/** The same by the row's id, for work that outlives its request. */
export async function findSession(db: Reader, sessionId: string) {
  const [row] = await db
    .select(sessionFacts)
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.id, sessionId))
    .limit(1);
  return row;
}

/** Sessions of a person that nobody has ended and whose absolute limit lies after `now`, newest first. */
export async function listOpenSessions(db: Reader, userId: string, now: string) {
  return db
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      remembered: sessions.remembered,
      clientIp: sessions.clientIp,
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.createdAt), desc(sessions.id));
}

export type ThrottleKind = 'account' | 'device' | 'address' | 'setup';

/** What is remembered about guesses under one key. */
export async function findThrottle(db: Reader, kind: ThrottleKind, keyHash: string) {
  const [row] = await db
    .select()
    .from(loginThrottles)
    .where(and(eq(loginThrottles.kind, kind), eq(loginThrottles.keyHash, keyHash)))
    .limit(1);
  return row;
}

/** A one-time token that has not been used and lives at `now`, with its person if it is for one. */
export async function findToken(
  db: Reader,
  kinds: ('setup' | 'invite' | 'reset')[],
  tokenHash: string,
  now: string,
) {
  const [row] = await db
    .select({ id: oneTimeTokens.id, kind: oneTimeTokens.kind, userId: oneTimeTokens.userId })
    .from(oneTimeTokens)
    .where(and(eq(oneTimeTokens.tokenHash, tokenHash), gt(oneTimeTokens.expiresAt, now)))
    .limit(1);
  return row && kinds.includes(row.kind) ? row : undefined;
}
