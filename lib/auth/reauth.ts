import 'server-only';
import { database } from '@/db/client';
import { updateAuthAt } from '@/db/users/mutations';
import { findUser } from '@/db/users/queries';
import { write } from '@/db/write';
import { recordAudit } from '@/lib/audit/record';
import { nowIso } from '@/lib/runtime/clock';
import { TomoError } from '@/lib/runtime/errors';
import { readSetting } from '@/lib/settings/read';
import { type Actor, auditActorOf } from './actor';
import { verifyPassword } from './password-hash';
import { countReauthentication, forgiveReauthentication } from './throttle';

/** Throws `reauth_required` unless the password was entered recently in this session. */
export function requireRecentPassword(actor: Actor): void {
  const minutes = readSetting('security.reauth_minutes');
  const age = Date.now() - Date.parse(actor.authAt);
  if (age >= 0 && age < minutes * 60_000) return;
  throw new TomoError('reauth_required', 'This needs your password once more.', {
    hint: 'Enter it to confirm that it is you.',
    fields: { reauthPassword: 'Enter your password.' },
  });
}

/**
 * Takes the password of the signed-in person and remembers the moment in the session. Throws `reauth_required` when it is
 * wrong, `rate_limited` after too many wrong ones.
 */
export async function confirmPassword(actor: Actor, password: string): Promise<void> {
  await write((tx) => countReauthentication(tx, actor));
  const user = await findUser(database(), actor.userId);
  if (!user || !(await verifyPassword(user.passwordHash, password))) {
    await write((tx) => recordAudit(tx, { ...entryOf(actor), action: 'login_failed', outcome: 'denied' }));
    throw new TomoError('reauth_required', 'The password is not right.', {
      hint: 'Enter the password with which you sign in.',
      fields: { reauthPassword: 'This is not your password.' },
    });
  }
  actor.authAt = nowIso();
  await write(async (tx) => {
    await updateAuthAt(tx, actor.sessionId, actor.authAt);
    await forgiveReauthentication(tx, actor);
  });
}

function entryOf(actor: Actor) {
  const newValue = { purpose: 'confirmation' };
  return {
    actor: auditActorOf(actor),
    entityType: 'auth',
    entityId: actor.userId,
    entityName: actor.username,
    newValue,
  } as const;
}
