import 'server-only';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { database } from '@/db/client';
import { findSessionByToken } from '@/db/users/queries';
import type { AuditActor } from '@/lib/audit/entry';
import { hashToken } from '@/lib/crypto/token';
import { TomoError } from '@/lib/runtime/errors';
import type { Role } from './permissions';
import { readPointer } from './pointer';
import { type RequestFacts, requestFacts } from './request-facts';
import { sessionCookie } from './session-cookie';
import { idleMs } from './session-limits';
import { sessionState } from './session-state';
import { noteUse } from './session-use';

/** The person behind a request, as the session's row and the user's row say at this moment. */
export type Actor = RequestFacts & {
  userId: string;
  username: string;
  displayName: string;
  role: Role;
  /** Id of the session's row, never its secret. */
  sessionId: string;
  /** When the password was last entered in this session. */
  authAt: string;
};

/** The signed-in person of this request, or undefined. Read from the database once per request. */
export const findActor = cache(async (): Promise<Actor | undefined> => {
  const pointer = await readPointer((await cookies()).get(sessionCookie())?.value);
  if (!pointer) return undefined;
  const session = await findSessionByToken(database(), hashToken(pointer.sid));
  if (session?.userId !== pointer.sub) return undefined;
  if (sessionState(session, Date.now(), idleMs()) !== 'active') return undefined;
  noteUse(session.id, session.lastSeenAt);
  return {
    userId: session.userId,
    username: session.username,
    displayName: session.displayName ?? session.username,
    role: session.role,
    sessionId: session.id,
    authAt: session.authAt,
    ...(await requestFacts()),
  };
});

/** The signed-in person of this request. Throws TomoError `unauthenticated` when there is none. */
export async function requireActor(): Promise<Actor> {
  const actor = await findActor();
  if (actor) return actor;
  throw new TomoError('unauthenticated', 'Your session has ended.', { hint: 'Sign in again.' });
}

/** The person as the ledger remembers them. */
export function auditActorOf(actor: Actor): AuditActor {
  const { userId, username, sessionId, requestId, clientIp, userAgent } = actor;
  return { type: 'user', userId, name: username, sessionId, requestId, clientIp, userAgent };
}
