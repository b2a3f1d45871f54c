import 'server-only';

type Bounds = { signal: AbortSignal; silentMs: number; stalled: () => Error };

/**
 * Hands on what `open` yields, and ends it with `stalled` when nothing came for `silentMs`: a source that has no end of its
 * own must not hold a job for ever.
 */
export async function* untilSilent<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  { signal, silentMs, stalled }: Bounds,
): AsyncGenerator<T> {
  const silence = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(stalled()), silentMs);
  };
  try {
    wait();
    for await (const one of open(AbortSignal.any([signal, silence.signal]))) {
      // Our own work with it is no silence of theirs.
      clearTimeout(timer);
      yield one;
      wait();
    }
  } finally {
    clearTimeout(timer);
  }
}
