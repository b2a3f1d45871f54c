import 'server-only';
import { env } from '@/lib/runtime/env';

/** Whether people reach this instance over https; only TOMO_URL can know, a proxy may stand in between. */
function isHttps(): boolean {
  return env().url?.startsWith('https://') ?? false;
}

/**
 * The one name of the session cookie, the same for whoever writes or reads it: derived names differ behind a TLS proxy and
 * loop the sign-in for ever.
 */
export function sessionCookie(): string {
  return isHttps() ? '__Host-tomo.session' : 'tomo.session';
}

/** The name of a cookie of the sign-in library, or of ours beside it. */
export function companionCookie(name: 'csrf' | 'callback' | 'device'): string {
  return isHttps() ? `__Host-tomo.${name}` : `tomo.${name}`;
}

/** What every cookie of Tomo is: invisible to scripts, sent to this host only, never from a foreign page's form. */
export function cookieOptions() {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps() } as const;
}
