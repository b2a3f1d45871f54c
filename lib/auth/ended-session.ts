import 'server-only';
import { cookies } from 'next/headers';
import { database } from '@/db/client';
import { findSessionByToken } from '@/db/users/queries';
import { hashToken } from '@/lib/crypto/token';
import { readPointer } from './pointer';
import { sessionCookie } from './session-cookie';

/**
 * Why the session that this browser still points to lets nobody in any more, for a word on the sign-in page. Undefined when
 * it points to none, or when the person left by themselves.
 */
export async function whyEnded(): Promise<'limit' | 'revoked' | 'password' | 'disabled' | undefined> {
  const pointer = await readPointer((await cookies()).get(sessionCookie())?.value);
  const session = pointer && (await findSessionByToken(database(), hashToken(pointer.sid)));
  if (!session || session.endedReason === 'signed_out') return undefined;
  if (session.endedReason === 'password_changed') return 'password';
  if (session.endedReason === 'revoked') return 'revoked';
  return session.isActive && session.endedReason !== 'disabled' ? 'limit' : 'disabled';
}
