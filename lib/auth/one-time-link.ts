import 'server-only';
import { database } from '@/db/client';
import { takeToken, updatePassword } from '@/db/users/mutations';
import { findToken, findUser } from '@/db/users/queries';
import { write } from '@/db/write';
import { recordAudit } from '@/lib/audit/record';
import { hashToken } from '@/lib/crypto/token';
import { nowIso } from '@/lib/runtime/clock';
import { endSessions, type OpenedSession, openSession } from './open-session';
import { hashPassword } from './password-hash';
import { passwordProblem } from './password-policy';
import type { ArrivalFacts } from './request-facts';
import { countWrongToken, releaseAccount } from './throttle';

export type LinkOutcome =
  | { kind: 'signed_in'; userId: string; session: OpenedSession }
  | { kind: 'invalid'; fields: Record<string, string> }
  | { kind: 'token' };

/** Uses a link: stores the new password, ends every other session of the person, lifts a hold and signs in. */
export async function setPasswordByLink(
  input: { token: string; password: string },
  facts: ArrivalFacts,
): Promise<LinkOutcome> {
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
