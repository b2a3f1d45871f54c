import 'server-only';
import { decode } from 'next-auth/jwt';
import { keyring } from '@/lib/crypto/keyring';

/** What the cookie says: which user and which session row. It grants nothing by itself; the row decides. */
export type SessionPointer = { sub: string; sid: string };

/** The secret of the sign-in library, derived from the keyring, so that nobody ever has to choose one. */
export function authSecret(): string {
  return keyring().derive('tomo/auth/v1').toString('base64');
}

/**
 * Opens the value of the session cookie. Undefined for anything that was not sealed here: forged, altered, expired or of an
 * older key. The library's own reader is not used, because it also takes bearer tokens and cookies of similar names.
 */
export async function readPointer(value: string | undefined): Promise<SessionPointer | undefined> {
  if (!value) return undefined;
  try {
    const token = await decode({ token: value, secret: authSecret() });
    return typeof token?.sub === 'string' && typeof token.sid === 'string'
      ? { sub: token.sub, sid: token.sid }
      : undefined;
  } catch {
    return undefined;
  }
}
