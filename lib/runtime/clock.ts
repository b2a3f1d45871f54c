/** The wall clock as stored in every `*_at` column: `YYYY-MM-DDTHH:MM:SS.sssZ`, UTC, 24 characters. */
export function nowIso(): string {
  return new Date().toISOString();
}

/** The stored form of the moment `milliseconds` after now (negative: before). */
export function isoIn(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString();
}

/** Milliseconds of the monotonic clock: durations come from here, because wall clocks jump. */
export function monotonicMs(): number {
  return performance.now();
}

/** Resolves after `milliseconds`, or at once when `signal` aborts. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const onAbort = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
