import 'server-only';
import type { AuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { logError, logWarning } from '@/lib/log/logger';
import { type DoorOutcome, enterWith } from './credentials-door';
import { localPath } from './local-path';
import { authSecret } from './pointer';
import { requestFacts } from './request-facts';
import { companionCookie, cookieOptions, sessionCookie } from './session-cookie';
import { signOut } from './sign-out';

const COOKIE_SECONDS = 30 * 24 * 3600;

/** What one request to the sign-in library came to. */
export type AuthReport = { door: DoorOutcome; signedOut: boolean };

/**
 * The options of the sign-in library for one request. The token in the cookie says who and which session row, nothing else;
 * it lives longer than any session, because the row decides and a cookie cannot be renewed while a page renders.
 */
export function authOptions(report: AuthReport): AuthOptions {
  const options = cookieOptions();
  return {
    secret: authSecret(),
    session: { strategy: 'jwt', maxAge: COOKIE_SECONDS },
    cookies: {
      sessionToken: { name: sessionCookie(), options },
      csrfToken: { name: companionCookie('csrf'), options },
      callbackUrl: { name: companionCookie('callback'), options },
    },
    providers: [
      Credentials({
        credentials: {},
        // Whatever is thrown here ends in the address of a browser; so nothing is, but null returned.
        async authorize(body) {
          try {
            const told = (outcome: DoorOutcome) => {
              report.door = outcome;
            };
            return (await enterWith((body ?? {}) as Record<string, unknown>, told)) ?? null;
          } catch (error) {
            logError('auth', 'A sign-in failed inside Tomo', error);
            throw new Error('unavailable');
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => {
        const source = user ? { sub: user.id, sid: (user as { sid?: unknown }).sid } : token;
        return { sub: source.sub, sid: source.sid };
      },
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) =>
        localPath(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url),
    },
    events: {
      async signOut({ token }) {
        await signOut(String(token?.sid ?? ''), await requestFacts());
        report.signedOut = true;
      },
    },
    logger: {
      error: (code, metadata) => {
        logError('auth', `Sign-in library: ${code}`, metadata instanceof Error ? metadata : new Error(code));
      },
      warn: (code) => {
        logWarning('auth', `Sign-in library: ${code}`);
      },
      debug: () => {},
    },
  };
}
