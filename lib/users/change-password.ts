import 'server-only';
import { database } from '@/db/client';
import { updatePassword } from '@/db/users/mutations';
import { findUser } from '@/db/users/queries';
import { write } from '@/db/write';
import { recordAudit } from '@/lib/audit/record';
import { type Actor, auditActorOf } from '@/lib/auth/actor';
import { endSessions } from '@/lib/auth/open-session';
import { hashPassword } from '@/lib/auth/password-hash';
import { passwordProblem } from '@/lib/auth/password-policy';
import { confirmPassword } from '@/lib/auth/reauth';
import { nowIso } from '@/lib/runtime/clock';
import { isTomoError, notFound, TomoError } from '@/lib/runtime/errors';

type Passwords = { currentPassword: string; newPassword: string };

/**
 * Gives the signed-in person a new password and ends their other sessions in the same transaction. The password as it is
 * must come along, however recent the sign-in is. Throws `invalid` with messages per field.
 */
export async function changePassword(actor: Actor, passwords: Passwords): Promise<{ ended: number }> {
  await confirmCurrent(actor, passwords.currentPassword);
  const user = await findUser(database(), actor.userId);
  if (!user) throw notFound('This account');
  const problem =
    passwords.newPassword === passwords.currentPassword
      ? 'This is the password you have. Choose another one.'
      : passwordProblem(passwords.newPassword, user);
  if (problem) throw refused('newPassword', problem);
  const passwordHash = await hashPassword(passwords.newPassword);
  return write(async (tx) => {
    await updatePassword(tx, user.id, passwordHash, nowIso());
    const ended = await endSessions(tx, user.id, 'password_changed', {
      endedBy: user.id,
      keep: actor.sessionId,
    });
    await recordAudit(tx, {
      actor: auditActorOf(actor),
      entityType: 'user',
      entityId: user.id,
      entityName: user.username,
      action: 'password_change',
      newValue: { ended_sessions: ended.length },
    });
    return { ended: ended.length };
  });
}

async function confirmCurrent(actor: Actor, password: string): Promise<void> {
  try {
    await confirmPassword(actor, password);
  } catch (error) {
    if (isTomoError(error) && error.code === 'reauth_required')
      throw refused('currentPassword', 'This is not your password.');
    throw error;
  }
}

function refused(field: keyof Passwords, message: string): TomoError {
  return new TomoError('invalid', message, { fields: { [field]: message } });
}
