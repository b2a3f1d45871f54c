import 'server-only';
import type { Interval } from './rates';

/**
 * What happened on a server in one stretch of time, as charts show it. `at` is its start in seconds since 1970,
 * `seconds` the time really covered. Rates are bytes per second and null where no counter was known.
 */
export type MetricPoint = {
  at: number;
  seconds: number;
  cpu: number;
  cpuMin: number;
  cpuMax: number;
  memory: number;
  memoryMin: number;
  memoryMax: number;
  memoryUsedBytes: number;
  memoryTotalBytes: number;
  swapUsedBytes: number | null;
  disk: number;
  diskUsedBytes: number;
  diskTotalBytes: number;
  diskReadRate: number | null;
  diskWriteRate: number | null;
  receiveRate: number | null;
  sendRate: number | null;
  load1: number | null;
  load5: number | null;
  load15: number | null;
};

/** The point of a single interval that ended at `endedAt` (seconds since 1970). */
export function pointOf(interval: Interval, endedAt: number): MetricPoint {
  const rate = (bytes: number | null) => (bytes === null ? null : bytes / interval.periodSeconds);
  return {
    at: endedAt - interval.periodSeconds,
    seconds: interval.periodSeconds,
    cpu: interval.cpuPercent,
    cpuMin: interval.cpuPercent,
    cpuMax: interval.cpuPercent,
    memory: interval.memoryPercent,
    memoryMin: interval.memoryPercent,
    memoryMax: interval.memoryPercent,
    memoryUsedBytes: interval.memoryUsedBytes,
    memoryTotalBytes: interval.memoryTotalBytes,
    swapUsedBytes: interval.swapUsedBytes,
    disk: interval.diskPercent,
    diskUsedBytes: interval.diskUsedBytes,
    diskTotalBytes: interval.diskTotalBytes,
    diskReadRate: rate(interval.diskReadBytes),
    diskWriteRate: rate(interval.diskWriteBytes),
    receiveRate: rate(interval.networkRxBytes),
    sendRate: rate(interval.networkTxBytes),
    load1: interval.load[0],
    load5: interval.load[1],
    load15: interval.load[2],
  };
}

/** A stretch of time with numbers: what can be gathered into longer stretches. */
export type TimedPoint = { at: number; seconds: number };

/**
 * Gathers points into buckets of `bucketSeconds`, in order of time: means weighted by the time they cover, smallest
 * minimum (`…Min`), largest maximum (`…Max`). A bucket nobody measured in is missing, not zero.
 */
export function gather<P extends TimedPoint>(points: readonly P[], bucketSeconds: number): P[] {
  const buckets = new Map<number, P[]>();
  for (const point of points) {
    const at = Math.floor(point.at / bucketSeconds) * bucketSeconds;
    const bucket = buckets.get(at);
    if (bucket) bucket.push(point);
    else buckets.set(at, [point]);
  }
  return [...buckets].sort(([one], [two]) => one - two).map(([at, members]) => ({ ...merged(members), at }));
}

/** One point for several: `at` is the earliest. `members` is not empty. */
export function merged<P extends TimedPoint>(members: readonly P[]): P {
  const columns = members as unknown as readonly Numbers[];
  const result: Numbers = {};
  for (const key of Object.keys(columns[0] ?? {})) result[key] = mergedValue(columns, key);
  return result as unknown as P;
}

type Numbers = Record<string, number | null>;

function mergedValue(members: readonly Numbers[], key: string): number | null {
  const known = members.filter((point) => point[key] != null);
  const values = known.map((point) => point[key] ?? 0);
  if (known.length === 0) return null;
  if (key === 'seconds') return sum(values);
  if (key === 'at' || key.endsWith('Min')) return Math.min(...values);
  if (key.endsWith('Max')) return Math.max(...values);
  const seconds = sum(known.map((point) => point.seconds ?? 0));
  return known.reduce((total, point) => total + (point[key] ?? 0) * (point.seconds ?? 0), 0) / seconds;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
