import 'server-only';
import { type ErrorCode, notFound, TomoError } from '@/lib/runtime/errors';
import { failureOf } from './failure';

const STATUS: Record<ErrorCode, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  unreachable: 502,
  rate_limited: 429,
  reauth_required: 403,
  unavailable: 503,
  unexpected: 500,
};

/** Anything thrown behind a route as `application/problem+json` (RFC 9457); `type` is stable, `detail` says what to do. */
export function problemResponse(error: unknown, door: string): Response {
  const failure = failureOf(withoutNavigation(error), door);
  const status = STATUS[failure.code];
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  const wait = failure.data?.retryAfterSeconds;
  if (wait !== undefined) headers.set('retry-after', String(wait));
  const body = {
    type: `urn:tomo:problem:${failure.reason ?? failure.code}`,
    title: failure.message,
    status,
    detail: failure.hint,
    code: failure.code,
    reason: failure.reason,
    fields: failure.fields,
    data: failure.data,
    id: failure.id,
  };
  return new Response(JSON.stringify(body), { status, headers });
}

/** Loaders answer pages by throwing Next's navigation signals; for a program the same answers are problems. */
function withoutNavigation(error: unknown): unknown {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : '';
  if (digest.startsWith('NEXT_HTTP_ERROR_FALLBACK;404')) return notFound('This');
  if (digest.startsWith('NEXT_REDIRECT'))
    return new TomoError('unauthenticated', 'Your session has ended.', { hint: 'Sign in again.' });
  return error;
}
