import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The longest time in milliseconds for which this process could do nothing else while `work` ran. */
export async function longestStall(work: () => Promise<unknown>): Promise<number> {
  const resolution = 1;
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  await work();
  delay.disable();
  return Math.max(0, delay.max / 1e6 - resolution);
}
