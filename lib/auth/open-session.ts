import 'server-only';
import { endSession, endSessionsOf, insertSession, updateLastLogin } from '@/db/users/mutations';
import { listOpenSessions } from '@/db/users/queries';
import type { Tx } from '@/db/write';
import { hashToken, newToken } from '@/lib/crypto/token';
import { isoIn, nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import { readSetting } from '@/lib/settings/read';
import { closeStreamsOf } from './open-streams';
import type { RequestFacts } from './request-facts';
import { REMEMBERED_MS } from './session-state';

type Person = { id: string; passwordHash: string };
type Where = Pick<RequestFacts, 'clientIp' | 'userAgent'> & {
  /** What the browser will prove with each change; without it the session only reads. */
  originProofHash?: string | null;
};

/** What the cookie will carry: the id of the row stays here, only the secret that hashes to it leaves. */
export type OpenedSession = { sessionId: string; sid: string };

/**
 * Opens a session inside `tx` for a person whose password (or one-time link) has just been verified against
 * `person.passwordHash`. Beyond the allowed number the oldest sessions end. Undefined: the password changed meanwhile, or
 * the person may no longer sign in.
 */
export async function openSession(
  tx: Tx,
  person: Person,
  where: Where,
  remembered: boolean,
): Promise<OpenedSession | undefined> {
  const now = nowIso();
  const opened = { sessionId: newId(), sid: newToken() };
  const lifetimeMs = remembered ? REMEMBERED_MS : readSetting('security.session_absolute_hours') * 3_600_000;
  const session = {
    id: opened.sessionId,
    tokenHash: hashToken(opened.sid),
    originProofHash: where.originProofHash ?? null,
    userId: person.id,
    remembered,
    createdAt: now,
    lastSeenAt: now,
    authAt: now,
    expiresAt: isoIn(lifetimeMs),
    clientIp: where.clientIp,
    userAgent: where.userAgent,
  };
  if (!(await insertSession(tx, session, person.passwordHash))) return undefined;
  const surplus = (await listOpenSessions(tx, person.id, now)).slice(
    readSetting('security.max_sessions_per_user'),
  );
  for (const { id } of surplus)
    await endSession(tx, person.id, id, { now, reason: 'too_many', endedBy: null });
  await updateLastLogin(tx, person.id, now);
  return opened;
}

/** Why sessions were ended by somebody or something else than their limits. */
export type EndReason =
  | 'signed_out'
  | 'revoked'
  | 'password_changed'
  | 'role_changed'
  | 'disabled'
  | 'deleted';

/**
 * Ends all sessions of a person inside the transaction of the change that demands it; the next request of each is refused.
 * `keep` is the session in which the person acts. Returns the ids of the ended ones.
 */
export async function endSessions(
  tx: Tx,
  userId: string,
  reason: EndReason,
  options: { endedBy?: string | null; keep?: string } = {},
): Promise<string[]> {
  const end = { now: nowIso(), reason, endedBy: options.endedBy ?? null };
  const ended = await endSessionsOf(tx, userId, end, options.keep);
  closeStreamsOf(userId);
  return ended;
}
