import 'server-only';
import { database } from '@/db/client';
import type { JobRow } from '@/db/jobs/tables';
import type { LineStore } from './define';
import type { LogLine } from './line';
import { type LogMatches, searchLog } from './search';

/** Which part of a log to show: its end (nothing given), around a line, before or after one, or where a text stands. */
export type LogPlace = { at?: number; before?: number; after?: number; query?: string };

/** A bounded part of a log. */
export type LogWindow = {
  lines: LogLine[];
  /** Whether stored lines come before or after it. */
  hasEarlier: boolean;
  hasLater: boolean;
  /** The line it is about, if it is about one. */
  at: number | null;
  matches: LogMatches | null;
};

const WINDOW_LINES = 500;
const BEFORE_THE_LINE = 150;

/** Reads one window of at most 500 lines; it costs the same wherever in the log it lies. */
export async function readWindow(store: LineStore, job: JobRow, place: LogPlace): Promise<LogWindow> {
  const matches = place.query ? await searchLog(store, job, place.query, place.at) : null;
  const at = matches ? matches.current : (place.at ?? null);
  const lines = await linesAt(store, job.id, at, place);
  const [first, last] = [lines.at(0), lines.at(-1)];
  const earlier = first ? await store.listBefore(database(), job.id, first.seq, 1) : [];
  const later = last ? await store.listAfter(database(), job.id, last.seq, 1) : [];
  // A running job adds lines between the two readings: the end stays the end, its stream brings the rest.
  const isEnd = at === null && place.after === undefined && place.before === undefined;
  return { lines, hasEarlier: earlier.length > 0, hasLater: !isEnd && later.length > 0, at, matches };
}

async function linesAt(store: LineStore, jobId: string, at: number | null, { before, after }: LogPlace) {
  if (at !== null) {
    const start = await store.listBefore(database(), jobId, at, BEFORE_THE_LINE);
    return [...start, ...(await store.listAfter(database(), jobId, at - 1, WINDOW_LINES - start.length))];
  }
  if (after !== undefined) return store.listAfter(database(), jobId, after, WINDOW_LINES);
  return store.listBefore(database(), jobId, before ?? Number.MAX_SAFE_INTEGER, WINDOW_LINES);
}
