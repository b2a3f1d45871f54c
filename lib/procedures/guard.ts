import 'server-only';
import { write } from '@/db/write';
import { recordAudit } from '@/lib/audit/record';
import { type Actor, auditActorOf } from '@/lib/auth/actor';
import { can, type Permission } from '@/lib/auth/permissions';
import { confirmPassword, requireRecentPassword } from '@/lib/auth/reauth';
import { TomoError } from '@/lib/runtime/errors';
import { countCall, refusalsPerPerson } from './rate';

/** Lets the actor through, or records the refusal in the ledger and throws. `door` names the act, for example `server.rename`. */
export async function requirePermission(actor: Actor, permission: Permission, door: string): Promise<void> {
  if (can(actor.role, permission)) return;
  countCall(refusalsPerPerson, actor.userId);
  await write((tx) =>
    recordAudit(tx, {
      actor: auditActorOf(actor),
      entityType: 'auth',
      entityId: door,
      entityName: door,
      action: 'access_denied',
      outcome: 'denied',
      newValue: { permission, role: actor.role },
    }),
  );
  throw new TomoError('forbidden', 'Your role may not do this.', {
    hint: 'Ask an administrator of this Tomo.',
  });
}

/** For acts that a walked-away screen must not allow: takes the password given with the request, else needs a recent one. */
export async function requireReauthentication(actor: Actor, password: string | undefined): Promise<void> {
  if (password) await confirmPassword(actor, password);
  else requireRecentPassword(actor);
}
