import 'server-only';
import { monotonicMs } from '@/lib/runtime/clock';
import { TomoError } from '@/lib/runtime/errors';
import { singleton } from '@/lib/runtime/singleton';

type Window = { startedAt: number; count: number };

/** A limit: at most `max` calls per `perMs` and key. */
export type RateLimit = { name: string; max: number; perMs: number };

export const changesPerPerson: RateLimit = { name: 'change', max: 60, perMs: 60_000 };
export const startsPerPerson: RateLimit = { name: 'start', max: 10, perMs: 60_000 };

/** Refusals that the ledger remembers singly; a person who goes on trying must not fill it. */
export const refusalsPerPerson: RateLimit = { name: 'refusal', max: 20, perMs: 60_000 };

const KEYS_KEPT = 10_000;

/** Counts one call of `key`; throws `rate_limited` with the seconds to wait when the window is full. */
export function countCall(limit: RateLimit, key: string): void {
  const windows = singleton('rate.windows', () => new Map<string, Window>());
  const name = `${limit.name} ${key}`;
  const now = monotonicMs();
  const window = windows.get(name);
  if (!window || now - window.startedAt >= limit.perMs) {
    // Oldest first: a Map keeps insertion order, so memory stays bounded whatever keys arrive.
    windows.delete(name);
    if (windows.size >= KEYS_KEPT) windows.delete(windows.keys().next().value as string);
    windows.set(name, { startedAt: now, count: 1 });
    return;
  }
  window.count += 1;
  if (window.count <= limit.max) return;
  const seconds = Math.max(1, Math.ceil((window.startedAt + limit.perMs - now) / 1000));
  throw new TomoError('rate_limited', 'Too many requests in a short time.', {
    hint: `Try again in ${seconds} s.`,
    data: { retryAfterSeconds: seconds },
  });
}
