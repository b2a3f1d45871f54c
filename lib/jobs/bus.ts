import 'server-only';
import { EventEmitter } from 'node:events';
import { singleton } from '@/lib/runtime/singleton';
import type { LogLine } from './line';

/** Rows are the truth; these events only wake who reads them. */
type Wakeups = { job: [jobId: string, stored?: LogLine[]]; queue: []; cancel: [jobId: string] };

// A reader that has not come back for this many lines or characters reads them from the rows.
const GATHERED_LINES = 500;
const GATHERED_CHARACTERS = 1024 * 1024;

function bus(): EventEmitter<Wakeups> {
  return singleton('jobs.bus', () => new EventEmitter<Wakeups>().setMaxListeners(0));
}

/** Tells readers of a job that its steps or its state changed, or with `stored` only that these lines are stored. */
export function wakeReaders(jobId: string, stored?: LogLine[]): void {
  bus().emit('job', jobId, stored);
}

/** Tells the worker that a job waits. Call it after the commit. */
export function wakeWorker(): void {
  bus().emit('queue');
}

/** Tells the runner of a job that somebody wants it to stop. */
export function wakeCancel(jobId: string): void {
  bus().emit('cancel', jobId);
}

/** Calls `listener` for each event until the returned function is called. */
export function listen<Name extends keyof Wakeups>(
  name: Name,
  listener: (...args: Wakeups[Name]) => void,
): () => void {
  bus().on(name, listener as never);
  return () => bus().off(name, listener as never);
}

/**
 * What changed of a job since it was asked for the last time: anything (`whole`), or lines alone. `lines` are the newest of
 * those that were stored meanwhile, without a gap, up to number `linesTo`; 0: none was.
 */
export type JobChange = { whole: boolean; linesTo: number; lines: LogLine[] };

const unchanged = (): JobChange => ({ whole: false, linesTo: 0, lines: [] });

/** Gathers the changes of a job from now on, so that none between two looks is slept through. Call `leave` at the end. */
export function watchJob(jobId: string) {
  let seen = unchanged();
  let characters = 0;
  let wake = () => {};
  const gather = (stored: LogLine[]) => {
    for (const line of stored) characters += line.message.length;
    if (seen.lines.length + stored.length > GATHERED_LINES || characters > GATHERED_CHARACTERS) {
      seen.lines = [];
      characters = 0;
    } else seen.lines.push(...stored);
    seen.linesTo = stored.at(-1)?.seq ?? seen.linesTo;
  };
  const leave = listen('job', (changed, stored) => {
    if (changed !== jobId) return;
    if (stored === undefined) seen.whole = true;
    else gather(stored);
    wake();
  });
  return {
    leave,
    /** Resolves with what changed, at once if something has; `whole` after `timeoutMs` or when `signal` aborts. */
    async next(timeoutMs: number, signal: AbortSignal): Promise<JobChange> {
      if (!seen.whole && seen.linesTo === 0)
        await new Promise<void>((resolve) => {
          const done = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', late);
            resolve();
          };
          const late = () => {
            seen.whole = true;
            done();
          };
          const timer = setTimeout(late, Math.max(0, timeoutMs));
          wake = done;
          if (signal.aborted) late();
          else signal.addEventListener('abort', late, { once: true });
        });
      wake = () => {};
      const changed = seen;
      seen = unchanged();
      characters = 0;
      return changed;
    },
  };
}

/** Resolves at the next change of the job, after `timeoutMs`, or when `signal` aborts. */
export function nextChange(jobId: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, timeoutMs);
    const stop = listen('job', (changed) => {
      if (changed === jobId) done();
    });
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}
