import 'server-only';
import { EventEmitter } from 'node:events';
import { singleton } from '@/lib/runtime/singleton';

/** Rows are the truth; these events only wake who reads them. */
type Wakeups = { job: [jobId: string, linesTo?: number]; queue: []; cancel: [jobId: string] };

function bus(): EventEmitter<Wakeups> {
  return singleton('jobs.bus', () => new EventEmitter<Wakeups>().setMaxListeners(0));
}

/** Tells readers of a job that its steps or its state changed, or with `linesTo` only that lines up to that one are stored. */
export function wakeReaders(jobId: string, linesTo?: number): void {
  bus().emit('job', jobId, linesTo);
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

/** What changed of a job since it was asked for the last time: anything, or lines up to a number and nothing else. */
type JobChange = { whole: boolean; linesTo: number };

/** Gathers the changes of a job from now on, so that none between two looks is slept through. Call `leave` at the end. */
export function watchJob(jobId: string) {
  let seen: JobChange = { whole: false, linesTo: 0 };
  let wake = () => {};
  const leave = listen('job', (changed, linesTo) => {
    if (changed !== jobId) return;
    if (linesTo === undefined) seen.whole = true;
    else seen.linesTo = linesTo;
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
      seen = { whole: false, linesTo: 0 };
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
