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

const minima = ['cpuMin', 'memoryMin'] as const;
const maxima = ['cpuMax', 'memoryMax'] as const;
const means = [
  'cpu',
  'memory',
  'memoryUsedBytes',
  'memoryTotalBytes',
  'swapUsedBytes',
  'disk',
  'diskUsedBytes',
  'diskTotalBytes',
  'diskReadRate',
  'diskWriteRate',
  'receiveRate',
  'sendRate',
  'load1',
  'load5',
  'load15',
] as const;

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

/**
 * Gathers points into buckets of `bucketSeconds`, in order of time: means weighted by the time they cover, smallest
 * minimum, largest maximum. A bucket nobody measured in is missing, not zero.
 */
export function gather(points: readonly MetricPoint[], bucketSeconds: number): MetricPoint[] {
  const buckets = new Map<number, MetricPoint[]>();
  for (const point of points) {
    const at = Math.floor(point.at / bucketSeconds) * bucketSeconds;
    const bucket = buckets.get(at);
    if (bucket) bucket.push(point);
    else buckets.set(at, [point]);
  }
  return [...buckets].sort(([one], [two]) => one - two).map(([at, members]) => ({ ...merged(members), at }));
}

/** One point for several: `at` is the earliest. `members` is not empty. */
export function merged(members: readonly MetricPoint[]): MetricPoint {
  const result = {
    at: Math.min(...members.map((point) => point.at)),
    seconds: total(members),
  } as MetricPoint;
  for (const key of means) result[key] = weightedMean(members, key) as number;
  for (const key of minima) result[key] = Math.min(...members.map((point) => point[key]));
  for (const key of maxima) result[key] = Math.max(...members.map((point) => point[key]));
  return result;
}

function weightedMean(members: readonly MetricPoint[], key: (typeof means)[number]): number | null {
  const known = members.filter((point) => point[key] !== null);
  const seconds = total(known);
  return seconds > 0
    ? known.reduce((sum, point) => sum + (point[key] ?? 0) * point.seconds, 0) / seconds
    : null;
}

function total(members: readonly MetricPoint[]): number {
  return members.reduce((sum, point) => sum + point.seconds, 0);
}
