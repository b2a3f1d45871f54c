import 'server-only';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { database } from '@/db/client';
import type { LineStore } from './define';

/** What a search over the whole stored log found, seen from one of its matches. All but the counts are numbers of lines. */
export type LogMatches = {
  query: string;
  count: number;
  /** Which of them `current` is, from 1; 0 when nothing matches. */
  position: number;
  current: number | null;
  previous: number | null;
  next: number | null;
};

export const LONGEST_QUERY = 200;
// A slice takes a few milliseconds however long the log is; requests of others come between two of them.
const SLICE = 10_000;

/**
 * Looks through every stored line of a job for a text (A–Z in any case) and answers from the match at or after line `at`,
 * or the last one when all lie before it. Nothing is kept but a few numbers, however many lines match.
 */
export async function searchLog(
  store: LineStore,
  job: { id: string; lastLogSeq: number },
  query: string,
  at = 0,
): Promise<LogMatches> {
  const pattern = `%${query.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const found: LogMatches = { query, count: 0, position: 0, current: null, previous: null, next: null };
  let lastTwo: [number | null, number | null] = [null, null];
  for (let after = 0; after < job.lastLogSeq; after += SLICE) {
    for (const seq of await store.match(database(), job.id, { after, to: after + SLICE }, pattern)) {
      found.count += 1;
      if (found.current !== null) found.next ??= seq;
      else if (seq >= at) Object.assign(found, { current: seq, position: found.count, previous: lastTwo[1] });
      lastTwo = [lastTwo[1], seq];
    }
    await nextTurn();
  }
  if (found.current === null)
    Object.assign(found, { current: lastTwo[1], previous: lastTwo[0], position: found.count });
  return found;
}
