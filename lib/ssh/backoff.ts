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

/**
 * How long to wait after a server has turned a newcomer away for the `tries`-th time because too many others were signing
 * in: 0.1 to 0.3 s, doubling, at random so that they do not come back as one burst. `random` is in [0, 1).
 */
export function burstPauseMs(tries: number, random = Math.random()): number {
  return Math.round(100 * 2 ** (tries - 1) * (1 + 2 * random));
}
