import 'server-only';
import { database } from '@/db/client';
import { endSession } from '@/db/users/mutations';
import { findSessionByToken } from '@/db/users/queries';
import { write } from '@/db/write';
import { recordAudit } from '@/lib/audit/record';
import { hashToken } from '@/lib/crypto/token';
import { nowIso } from '@/lib/runtime/clock';
import { closeStreamsOf } from './open-streams';
import type { RequestFacts } from './request-facts';

/** Ends the session behind `sid` on the server, so that a copy of its cookie is worth nothing. */
export async function signOut(sid: string, facts: RequestFacts): Promise<void> {
  const session = await findSessionByToken(database(), hashToken(sid));
  if (!session || session.endedAt !== null) return;
  const { id, userId, username } = session;
  await write(async (tx) => {
    const ended = await endSession(tx, userId, id, { now: nowIso(), reason: 'signed_out', endedBy: userId });
    if (!ended) return;
    closeStreamsOf(userId);
    await recordAudit(tx, {
      actor: { type: 'user', userId, name: username, sessionId: id, ...facts },
      entityType: 'auth',
      entityId: userId,
      entityName: username,
      action: 'logout',
    });
  });
}
