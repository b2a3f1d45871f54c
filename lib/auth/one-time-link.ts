import 'server-only';
import { database } from '@/db/client';
import { replaceToken, takeToken, updatePassword } from '@/db/users/mutations';
import { findToken, findUser } from '@/db/users/queries';
import { type Tx, write } from '@/db/write';
import { recordAudit } from '@/lib/audit/record';
import { hashToken, newToken } from '@/lib/crypto/token';
import { isoIn, nowIso } from '@/lib/runtime/clock';
import { requestFacts } from './actor';
import { endSessions, type OpenedSession, openSession } from './open-session';
import { hashPassword } from './password-hash';
import { passwordProblem } from './password-policy';
import { countWrongToken, releaseAccount } from './throttle';

const LIFE_MS = { invite: 72 * 60 * 60_000, reset: 60 * 60_000 };

export type LinkOutcome =
  | { kind: 'signed_in'; userId: string; session: OpenedSession }
  | { kind: 'invalid'; fields: Record<string, string> }
  | { kind: 'token' };

/**
 * Makes the token of a link with which a person chooses a password: an invitation (72 hours) or a reset (1 hour). It stands
 * in the fragment of `/login#token=…`, is stored as a hash only and works once.
 */
export async function issueLink(
  tx: Tx,
  link: { kind: 'invite' | 'reset'; userId: string; createdBy: string | null },
): Promise<string> {
  const token = newToken();
  await replaceToken(tx, { ...link, tokenHash: hashToken(token), expiresAt: isoIn(LIFE_MS[link.kind]) });
  return token;
}

/** Uses a link: stores the new password, ends every other session of the person, lifts a hold and signs in. */
export async function setPasswordByLink(input: { token: string; password: string }): Promise<LinkOutcome> {
  const tokenHash = hashToken(input.token);
  const link = await findToken(database(), ['invite', 'reset'], tokenHash, nowIso());
  const user = link?.userId ? await findUser(database(), link.userId) : undefined;
  if (!link || !user?.isActive) {
    await write(countWrongToken);
    return { kind: 'token' };
  }
  const problem = passwordProblem(input.password, user);
  if (problem) return { kind: 'invalid', fields: { password: problem } };
  const passwordHash = await hashPassword(input.password);
  const facts = await requestFacts();
  const session = await write(async (tx) => {
    const taken = await takeToken(tx, tokenHash, nowIso());
    if (!taken || taken.userId !== user.id) return undefined;
    await updatePassword(tx, user.id, passwordHash, nowIso());
    await endSessions(tx, user.id, 'password_changed');
    await releaseAccount(tx, user.username);
    const opened = await openSession(tx, { id: user.id, passwordHash }, facts, false);
    await recordAudit(tx, {
      actor: { type: 'user', userId: user.id, name: user.username, sessionId: opened?.sessionId, ...facts },
      entityType: 'user',
      entityId: user.id,
      entityName: user.username,
      action: 'password_reset',
      newValue: { link: taken.kind },
    });
    return opened;
  });
  return session ? { kind: 'signed_in', userId: user.id, session } : { kind: 'token' };
}
