import 'server-only';
import { database } from '@/db/client';
import { findSession } from '@/db/users/queries';
import type { Actor } from './actor';
import { idleMs } from './session-limits';
import { sessionState } from './session-state';

/** Whether the session of `actor` still lets the person in, in the same role: asked again by everything that lasts. */
export async function isActorCurrent(actor: Actor): Promise<boolean> {
  const session = await findSession(database(), actor.sessionId);
  if (session?.userId !== actor.userId || session.role !== actor.role) return false;
  return sessionState(session, Date.now(), idleMs()) === 'active';
}
