'use client';

import { useEffect, useRef, useState } from 'react';
import { whileTabShows } from '@/components/data/while-tab-shows';
import type { LogLine } from '@/lib/jobs/line';
import type { LogWindow } from '@/lib/jobs/log-window';
import type { JobStateView, StepView } from '@/lib/jobs/views';

/** Which part of a stored log a page holds. */
export type LogPart = Omit<LogWindow, 'lines'>;

type Feed = Omit<JobFeed, 'loadEarlier'>;

export type JobFeed = {
  lines: LogLine[];
  /** Whether stored lines come before them, and whether they are on their way. */
  earlier: 'none' | 'there' | 'loading' | 'failed';
  /** Puts the stored lines before the first one in front of it; null when the window has no room for more. */
  loadEarlier: (() => Promise<void>) | null;
  steps: StepView[];
  state: JobStateView;
  wire: { state: 'connecting' | 'live' | 'reconnecting' | 'ended'; attempt: number };
  /** Whether the stream has taken over from what the server rendered. */
  tookOver: boolean;
};

type Stored = {
  jobId: string;
  lines: LogLine[];
  hasEarlier: boolean;
  steps: StepView[];
  state: JobStateView;
  /** Whether new lines belong behind these: not when the page shows an older part, or the person may not see output. */
  withLines: boolean;
};

/** How many lines a page holds at most (OUT-4). */
const WINDOW_LINES = 5_000;
const EARLIER_LINES = 500;

/**
 * Follows a job by server-sent events from the last line that the page holds. Lines are kept by number, so a reconnect
 * neither loses nor doubles one; they are added once per animation frame. A hidden tab lets go of its connection.
 */
export function useJobFeed(stored: Stored, onEnd: () => void): JobFeed {
  const [feed, setFeed] = useState<Feed>(() => ({
    lines: stored.lines,
    earlier: stored.hasEarlier ? 'there' : 'none',
    steps: stored.steps,
    state: stored.state,
    wire: { state: isOver(stored.state) ? 'ended' : 'connecting', attempt: 0 },
    tookOver: false,
  }));
  const ended = useRef(onEnd);
  ended.current = onEnd;
  const jobId = stored.jobId;
  const { withLines } = stored;
  const startsOver = isOver(stored.state);
  // Where this view began. The page renders itself anew meanwhile, with newer lines that this feed does not hold.
  const [firstSeq] = useState(() => stored.lines.at(-1)?.seq ?? 0);

  useEffect(() => {
    if (startsOver) return;
    let lastSeq = firstSeq;
    let source: EventSource | undefined;
    let waiting: LogLine[] = [];
    let frame = 0;
    let attempt = 0;
    let over = false;
    let retryTimer: ReturnType<typeof setTimeout> | undefined;

    const wire = (state: Feed['wire']['state']) =>
      setFeed((now) => ({ ...now, wire: { state, attempt }, tookOver: now.tookOver || state === 'live' }));
    const flush = () => {
      frame = 0;
      const fresh = waiting;
      waiting = [];
      if (fresh.length > 0) setFeed((now) => withNewest(now, fresh));
    };
    const open = () => {
      clearTimeout(retryTimer);
      source?.close();
      const wanted = withLines ? `after=${lastSeq}&window=${WINDOW_LINES}` : 'lines=none';
      source = new EventSource(`/api/v1/jobs/${jobId}/stream?${wanted}`);
      source.addEventListener('open', () => {
        attempt = 0;
        wire('live');
      });
      source.addEventListener('line', (event) => {
        const line = JSON.parse((event as MessageEvent).data) as LogLine;
        if (line.seq <= lastSeq) return;
        lastSeq = line.seq;
        waiting.push(line);
        // A hidden tab gets no frames; the lines wait for the next one.
        frame ||= requestAnimationFrame(flush);
      });
      source.addEventListener('skip', (event) => {
        // Faster than this page can show: it goes on with the newest lines, the others are stored.
        lastSeq = (JSON.parse((event as MessageEvent).data) as { to: number }).to;
        waiting = [];
        setFeed((now) => ({ ...now, lines: [], earlier: 'there' }));
      });
      source.addEventListener('steps', (event) => {
        const steps = JSON.parse((event as MessageEvent).data) as StepView[];
        setFeed((now) => ({ ...now, steps }));
      });
      source.addEventListener('state', (event) => {
        const state = JSON.parse((event as MessageEvent).data) as JobStateView;
        setFeed((now) => ({ ...now, state }));
      });
      source.addEventListener('end', () => {
        over = true;
        source?.close();
        flush();
        wire('ended');
        ended.current();
      });
      source.addEventListener('session', () => location.reload());
      source.addEventListener('error', () => {
        if (over) return;
        attempt += 1;
        wire('reconnecting');
        // The browser gives up after an HTTP error; a fresh connection goes on from the last line.
        if (source?.readyState === EventSource.CLOSED) {
          source.close();
          clearTimeout(retryTimer);
          retryTimer = setTimeout(
            () => !over && document.visibilityState === 'visible' && open(),
            Math.min(1_000 * attempt, 10_000),
          );
        }
      });
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
  }, [jobId, startsOver, firstSeq, withLines]);

  const before = feed.lines[0]?.seq ?? 0;
  const hasRoom = feed.lines.length + EARLIER_LINES <= WINDOW_LINES;
  const loadEarlier = async () => {
    setFeed((now) => ({ ...now, earlier: 'loading' }));
    const answer = await fetch(`/api/v1/jobs/${jobId}?before=${before}`)
      .then((response) => (response.ok ? (response.json() as Promise<Earlier>) : null))
      .catch(() => null);
    setFeed((now) => withEarlier(now, answer, before));
  };
  return { ...feed, loadEarlier: hasRoom ? loadEarlier : null };
}

type Earlier = { lines: LogLine[]; log: LogPart };

/** The newest lines of a window; what no longer fits can be read again as earlier lines. */
function withNewest(now: Feed, fresh: LogLine[]): Feed {
  const lines = [...now.lines, ...fresh];
  if (lines.length <= WINDOW_LINES) return { ...now, lines };
  return { ...now, lines: lines.slice(-WINDOW_LINES), earlier: 'there' };
}

function withEarlier(now: Feed, answer: Earlier | null, before: number): Feed {
  if (!answer) return { ...now, earlier: 'failed' };
  // New lines came meanwhile and pushed the first one out: what was asked for would leave a gap.
  if (now.lines[0]?.seq !== before) return { ...now, earlier: 'there' };
  const lines = [...answer.lines, ...now.lines];
  return { ...now, lines, earlier: answer.log.hasEarlier ? 'there' : 'none' };
}

/** Whether a job in this state has ended. */
function isOver(state: JobStateView): boolean {
  return state.status !== 'pending' && state.status !== 'running';
}
