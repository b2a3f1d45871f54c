'use client';

import { useEffect, useState } from 'react';
import { whileTabShows } from '@/components/data/while-tab-shows';
import type { LogEntry, LogState } from '@/lib/installed-apps/logs/entry';
import { type Held, nothingHeld, type ShownLine, withLines } from './log-lines';
import { logMessages as words } from './messages';

export type LogFeed = {
  held: Held;
  states: LogState[];
  wire: { state: 'connecting' | 'live' | 'reconnecting'; attempt: number };
  /** What there was has been read. */
  ready: boolean;
  /** There is more than was read. */
  cut: boolean;
  refused: { message: string; hint?: string } | null;
};

export type LogAsked = { appId: string; service: string | undefined; tail: number; since?: string };

/** A stream that goes on asks for this much that it has, because times of two outputs are not quite in order. */
const OVERLAP_MS = 2_000;
const KEYS_KEPT = 4_000;

/**
 * Reads a log by server-sent events and goes on with what is written. After a broken connection it asks from the last line
 * on and leaves out what it has. Lines are added once per animation frame; a hidden tab lets go of its connection.
 */
export function useLogFeed(asked: LogAsked): LogFeed {
  const [feed, setFeed] = useState<LogFeed>({
    held: nothingHeld,
    states: [],
    wire: { state: 'connecting', attempt: 0 },
    ready: false,
    cut: false,
    refused: null,
  });
  // A page that renders itself anew counts its window from a later moment; this view stays where it began.
  const [begun] = useState(asked);

  useEffect(() => {
    let source: EventSource | undefined;
    let waiting: Omit<ShownLine, 'seq'>[] = [];
    let frame = 0;
    let attempt = 0;
    let last = '';
    let over = false;
    let retryTimer: ReturnType<typeof setTimeout> | undefined;
    const keys = new RecentKeys();

    const change = (part: Partial<LogFeed>) => setFeed((now) => ({ ...now, ...part }));
    const flush = () => {
      frame = 0;
      const fresh = waiting;
      waiting = [];
      setFeed((now) => ({ ...now, held: withLines(now.held, fresh) }));
    };
    const add = (lines: readonly Omit<ShownLine, 'seq'>[]) => {
      waiting.push(...lines);
      // A hidden tab gets no frames; what waits there is bounded like what is shown.
      if (waiting.length > KEYS_KEPT * 2) waiting = withLines(nothingHeld, waiting).lines;
      frame ||= requestAnimationFrame(flush);
    };
    const later = () => {
      attempt += 1;
      source?.close();
      change({ wire: { state: 'reconnecting', attempt } });
      clearTimeout(retryTimer);
      retryTimer = setTimeout(() => !over && !document.hidden && open(), Math.min(1_000 * attempt, 10_000));
    };
    const open = () => {
      clearTimeout(retryTimer);
      source?.close();
      source = new EventSource(addressOf(begun, last));
      source.addEventListener('open', () => {
        attempt = 0;
        change({ wire: { state: 'live', attempt }, refused: null });
      });
      source.addEventListener('lines', (event) => {
        const lines = keys.unknown(JSON.parse((event as MessageEvent).data) as LogEntry[]);
        for (const { at } of lines) if (at > last) last = at;
        add(lines);
      });
      source.addEventListener('ready', (event) => {
        const { cut } = JSON.parse((event as MessageEvent).data) as { cut: boolean };
        flush();
        setFeed((now) => ({ ...now, ready: true, cut: now.cut || cut }));
      });
      source.addEventListener('skipped', (event) => {
        const { count } = JSON.parse((event as MessageEvent).data) as { count: number };
        add([{ at: last, service: '', stream: 'note', text: words.skipped(count) }]);
      });
      source.addEventListener('state', (event) => {
        const state = JSON.parse((event as MessageEvent).data) as LogState;
        setFeed((now) => ({
          ...now,
          states: [...now.states.filter(({ service }) => service !== state.service), state],
        }));
      });
      source.addEventListener('refused', (event) => {
        over = true;
        source?.close();
        change({ ready: true, refused: JSON.parse((event as MessageEvent).data) });
      });
      source.addEventListener('session', () => location.reload());
      // The browser would go on with the first address, which asks for everything again.
      source.addEventListener('error', () => !over && later());
    };
    open();
    const stopWatching = whileTabShows(() => (over ? undefined : source), open);
    return () => {
      over = true;
      stopWatching();
      clearTimeout(retryTimer);
      cancelAnimationFrame(frame);
      source?.close();
    };
  }, [begun]);

  return feed;
}

function addressOf({ appId, service, tail, since }: LogAsked, last: string): string {
  const from = last === '' ? since : new Date(Date.parse(last) - OVERLAP_MS).toISOString();
  const query = new URLSearchParams({ tail: String(tail) });
  if (service !== undefined) query.set('service', service);
  if (from !== undefined) query.set('since', from);
  return `/api/v1/apps/${appId}/logs/stream?${query}`;
}

/** Knows the lines that came last, so that one that is sent again is not shown again. */
class RecentKeys {
  #now = new Set<string>();
  #before = new Set<string>();

  unknown(lines: readonly LogEntry[]): LogEntry[] {
    return lines.filter((line) => {
      const key = `${line.at} ${line.service} ${line.stream} ${line.text}`;
      if (line.at !== '' && (this.#now.has(key) || this.#before.has(key))) return false;
      this.#now.add(key);
      if (this.#now.size > KEYS_KEPT) {
        this.#before = this.#now;
        this.#now = new Set();
      }
      return true;
    });
  }
}
