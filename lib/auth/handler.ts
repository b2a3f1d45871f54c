import 'server-only';
import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { findActor } from './actor';
import { type AuthReport, authOptions } from './options';
import { requireOriginProof } from './origin-proof';

type Context = { params: Promise<{ nextauth: string[] }> };

/** All that answers below /api/auth. The library offers more; nobody here needs it. */
const OPEN = new Set(['GET csrf', 'GET session', 'POST signout', 'POST callback/credentials']);

/**
 * Answers the four paths of the sign-in library; everything else is missing. Its redirects and error pages are replaced by
 * plain answers: 200, 401 refused, 403 foreign, 404 set up already, 410 used link, 422 with messages per field, 429 with
 * the seconds to wait.
 */
export async function handleAuth(request: NextRequest, context: Context): Promise<Response> {
  const path = (await context.params).nextauth.join('/');
  if (!OPEN.has(`${request.method} ${path}`) || request.nextUrl.search !== '')
    return new Response(null, { status: 404 });
  if (path === 'signout' && !(await maySignOut())) return json(403, {});
  const report: AuthReport = { door: { kind: 'none' }, signedOut: false };
  let answer: Response;
  try {
    answer = await NextAuth(request, context, authOptions(report));
  } catch {
    // A body that is neither a form nor JSON.
    return json(400, {});
  }
  if (path === 'callback/credentials') return doorAnswer(answer, report);
  if (path === 'signout') return signOutAnswer(answer, report);
  return answer;
}

/** Signing out is a change like any other: only where the session was opened. Without a session there is nothing to guard. */
async function maySignOut(): Promise<boolean> {
  const actor = await findActor();
  if (!actor) return true;
  return requireOriginProof(actor).then(
    () => true,
    () => false,
  );
}

function doorAnswer(answer: Response, { door }: AuthReport): Response {
  switch (door.kind) {
    case 'signed_in':
      return withCookies(json(200, {}), answer);
    case 'invalid':
      return json(422, { fields: door.fields });
    case 'throttled':
      return json(
        429,
        { retryAfterSeconds: door.retryAfterSeconds },
        { 'retry-after': String(door.retryAfterSeconds) },
      );
    case 'token':
      return json(410, {});
    case 'gone':
      return json(404, {});
    case 'refused':
      return json(401, {});
    case 'none':
      return answer.headers.get('location')?.includes('error=unavailable') ? json(503, {}) : json(403, {});
  }
}

/** Signed out is only who was signed out on the server: a row that could not be ended is told, not hidden. */
function signOutAnswer(answer: Response, { signedOut }: AuthReport): Response {
  if (!signedOut) return json(403, {});
  // Not "cookies": the mark that this browser is known outlives a session.
  return withCookies(json(200, {}, { 'clear-site-data': '"cache", "storage"' }), answer);
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}

function withCookies(response: Response, from: Response): Response {
  for (const cookie of from.headers.getSetCookie()) response.headers.append('set-cookie', cookie);
  return response;
}
