import { expect, it } from 'vitest';
import { sleep } from '@/lib/runtime/clock';
import { untilSilent } from './until-silent';

const never = new AbortController().signal;
const stalled = () => new Error('stalled');

/** Yields numbers and then says nothing more, as a connection does whose other end has gone. */
async function* silentAfter(count: number, signal: AbortSignal) {
  for (let index = 0; index < count; index++) yield index;
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

async function all(source: AsyncIterable<number>, workMs = 0): Promise<unknown[]> {
  const seen: unknown[] = [];
  try {
    for await (const one of source) {
      seen.push(one);
      if (workMs > 0) await sleep(workMs);
    }
  } catch (error) {
    seen.push((error as Error).message);
  }
  return seen;
}

it('ends a source that says nothing more, after all that it said', async () => {
  const bounds = { signal: never, silentMs: 50, stalled };
  expect(await all(untilSilent((signal) => silentAfter(3, signal), bounds))).toEqual([0, 1, 2, 'stalled']);
});

it('counts the time of its reader as nobody else’s, and ends when its caller gives up', async () => {
  const caller = new AbortController();
  const bounds = { signal: caller.signal, silentMs: 400, stalled };
  const reading = all(
    untilSilent((signal) => silentAfter(2, signal), bounds),
    500,
  );
  setTimeout(() => caller.abort(new Error('given up')), 1_100);
  expect(await reading).toEqual([0, 1, 'given up']);
});
