import 'server-only';
import { headers } from 'next/headers';
import { env } from '@/lib/runtime/env';
import { TomoError } from '@/lib/runtime/errors';

/** Refuses a change that another site sent. The front checked every request already; this is the second lock. */
export async function assertSameOrigin(): Promise<void> {
  assertOriginOf(await headers());
}

/** The same for the headers of a request: `Sec-Fetch-Site` and `Origin`, where present, must both be ours, and one must be. */
export function assertOriginOf(all: Headers): void {
  const site = all.get('sec-fetch-site');
  const origin = all.get('origin');
  const expected = env().url ?? `http://${all.get('host')}`;
  const ours =
    (site === null || site === 'same-origin') &&
    (origin === null || origin === expected || origin === httpsTwin(expected));
  if (!ours || (site === null && origin === null)) {
    throw new TomoError('forbidden', 'This change did not come from a page of this Tomo.', {
      hint: 'Reload the page and try again.',
    });
  }
}

// Without TOMO_URL the scheme is unknown behind a TLS proxy; the host decides.
function httpsTwin(origin: string): string | undefined {
  return env().url ? undefined : origin.replace(/^http:/, 'https:');
}
