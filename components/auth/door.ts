import type { Failure } from '@/lib/procedures/result';
import { doorMessages } from './messages';
import { canKeepProof, keepOriginProof, newOriginProof } from './origin-proof';

/** What came of trying to get in: undefined means in. */
export type DoorFailure = Pick<Failure, 'message' | 'hint' | 'fields'> & {
  reason: 'refused' | 'throttled' | 'invalid' | 'token' | 'gone' | 'failed';
  /** When the next attempt may be made, on the page's own clock (`performance.now()`). */
  retryAt?: number;
};

/**
 * Knocks at the one door for people who are not signed in. The sign-in library wants a token of its own with each form; the
 * cookie that proves it comes with the same answer.
 */
export async function knock(form: FormData | Record<string, string>): Promise<DoorFailure | undefined> {
  try {
    if (!canKeepProof())
      return { reason: 'failed', message: doorMessages.noStorage, hint: doorMessages.noStorageHint };
    const originProof = newOriginProof();
    const response = await send('/api/auth/callback/credentials', form, { originProof });
    if (!response.ok) return failureOf(response.status, await bodyOf(response));
    keepOriginProof(originProof);
    return undefined;
  } catch {
    return { reason: 'failed', message: doorMessages.unreachable, hint: doorMessages.unreachableHint };
  }
}

/** Ends the session on the server. False when that did not work. */
export async function leave(): Promise<boolean> {
  try {
    return (await send('/api/auth/signout', {}, {})).ok;
  } catch {
    return false;
  }
}

async function send(
  path: string,
  form: FormData | Record<string, string>,
  more: Record<string, string>,
): Promise<Response> {
  const { csrfToken } = await bodyOf(await fetch('/api/auth/csrf', { cache: 'no-store' }));
  const body = new URLSearchParams();
  const entries = form instanceof FormData ? [...form.entries()] : Object.entries(form);
  for (const [name, value] of entries) if (typeof value === 'string') body.append(name, value);
  for (const [name, value] of Object.entries(more)) body.append(name, value);
  body.append('csrfToken', String(csrfToken ?? ''));
  return fetch(path, { method: 'POST', body });
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  return response.json().catch(() => ({}));
}

function failureOf(status: number, body: Record<string, unknown>): DoorFailure {
  switch (status) {
    case 401:
      return { reason: 'refused', message: doorMessages.refused };
    case 403:
      return { reason: 'failed', message: doorMessages.foreign, hint: doorMessages.foreignHint };
    case 404:
      return { reason: 'gone', message: doorMessages.gone };
    case 410:
      return {
        reason: 'token',
        message: doorMessages.token,
        fields: { token: doorMessages.token },
      };
    case 422:
      return {
        reason: 'invalid',
        message: doorMessages.corrections,
        fields: body.fields as Record<string, string>,
      };
    case 429: {
      const seconds = Number(body.retryAfterSeconds) || 60;
      return {
        reason: 'throttled',
        message: doorMessages.tooMany(seconds),
        retryAt: performance.now() + seconds * 1000,
      };
    }
    default:
      return { reason: 'failed', message: doorMessages.failed, hint: doorMessages.failedHint };
  }
}
