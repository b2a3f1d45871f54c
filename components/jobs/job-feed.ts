'use client';

import { useEffect, useRef, useState } from 'react';
import type { LogLine } from '@/lib/jobs/line';
import type { JobStateView, StepView } from '@/lib/jobs/views';

export type JobFeed = {
  lines: LogLine[];
  steps: StepView[];
  state: JobStateView;
  wire: { state: 'connecting' | 'live' | 'reconnecting' | 'ended'; attempt: number };
  /** Whether the stream has taken over from what the server rendered. */
  tookOver: boolean;
};

type Stored = { jobId: string; lines: LogLine[]; steps: StepView[]; state: JobStateView; withLines: boolean };

const WINDOW_LINES = 5_000;
const HIDDEN_CLOSES_AFTER_MS = 5_000;

/**
 * Follows a job by server-sent events from the last line that the page holds. Lines are kept by number, so a reconnect
 * neither loses nor doubles one; they are added once per animation frame. A hidden tab lets go of its connection.
 */
export function useJobFeed(stored: Stored, onEnd: () => void): JobFeed {
  const [feed, setFeed] = useState<JobFeed>(() => ({
    lines: stored.lines,
    steps: stored.steps,
    state: stored.state,
    wire: { state: isOver(stored.state) ? 'ended' : 'connecting', attempt: 0 },
    tookOver: false,
  }));
  const ended = useRef(onEnd);
  ended.current = onEnd;
  const jobId = stored.jobId;
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
    let hideTimer: ReturnType<typeof setTimeout> | undefined;
    let retryTimer: ReturnType<typeof setTimeout> | undefined;

    const wire = (state: JobFeed['wire']['state']) =>
      setFeed((now) => ({ ...now, wire: { state, attempt }, tookOver: now.tookOver || state === 'live' }));
    const flush = () => {
      frame = 0;
      const fresh = waiting;
      waiting = [];
      if (fresh.length > 0)
        setFeed((now) => ({ ...now, lines: [...now.lines, ...fresh].slice(-WINDOW_LINES) }));
    };
    const open = () => {
      clearTimeout(retryTimer);
      source?.close();
      source = new EventSource(`/api/v1/jobs/${jobId}/stream?after=${lastSeq}`);
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
    const onVisibility = () => {
      clearTimeout(hideTimer);
      if (over) return;
      if (document.hidden) hideTimer = setTimeout(() => source?.close(), HIDDEN_CLOSES_AFTER_MS);
      else if (source?.readyState === EventSource.CLOSED) open();
    };
    open();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      over = true;
      clearTimeout(hideTimer);
      clearTimeout(retryTimer);
      cancelAnimationFrame(frame);
      document.removeEventListener('visibilitychange', onVisibility);
      source?.close();
    };
  }, [jobId, startsOver, firstSeq]);

  return feed;
}

/** Whether a job in this state has ended. */
function isOver(state: JobStateView): boolean {
  return state.status !== 'pending' && state.status !== 'running';
}
