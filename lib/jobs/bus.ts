import 'server-only';
import { EventEmitter } from 'node:events';
import { singleton } from '@/lib/runtime/singleton';

/** Rows are the truth; these events only wake who reads them. */
type Wakeups = { job: [jobId: string]; queue: []; cancel: [jobId: string] };

function bus(): EventEmitter<Wakeups> {
  return singleton('jobs.bus', () => new EventEmitter<Wakeups>().setMaxListeners(0));
}

/** Tells readers of a job that lines, steps or its state changed. */
export function wakeReaders(jobId: string): void {
  bus().emit('job', jobId);
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
