import 'server-only';

const FIRST_MS = 5_000;
const LONGEST_MS = 5 * 60_000;

/**
 * How long to leave a host alone after its `failures`-th network failure in a row: 5 s, doubling, 5 min at most, each
 * spread by ± 20 % so that hosts which failed together do not come back together. `random` is in [0, 1).
 */
export function backoffMs(failures: number, random = Math.random()): number {
  const base = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  return Math.round(base * (0.8 + 0.4 * random));
}
