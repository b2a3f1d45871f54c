import 'server-only';
import { isoAt } from './time';

/** The windows a chart can show, and the width of one point in each (at most 200 points). */
export const ranges = {
  '1h': { label: '1 h', seconds: 3_600, bucketSeconds: 30 },
  '3h': { label: '3 h', seconds: 10_800, bucketSeconds: 60 },
  '6h': { label: '6 h', seconds: 21_600, bucketSeconds: 120 },
  '12h': { label: '12 h', seconds: 43_200, bucketSeconds: 300 },
  '24h': { label: '24 h', seconds: 86_400, bucketSeconds: 600 },
  '7d': { label: '7 d', seconds: 604_800, bucketSeconds: 3_600 },
  '30d': { label: '30 d', seconds: 2_592_000, bucketSeconds: 14_400 },
} as const;

export type RangeName = keyof typeof ranges;

export const rangeNames = Object.keys(ranges) as [RangeName, ...RangeName[]];

/** A window of time: seconds since 1970, `to` not included, both multiples of the bucket. */
export type TimeWindow = { from: number; to: number; bucketSeconds: number };

/** The range named by a query parameter, or `fallback` for anything that names none. */
export function rangeFrom(text: unknown, fallback: RangeName = '24h'): RangeName {
  return rangeNames.find((name) => name === text) ?? fallback;
}

/** The window of `range` that ends at `until` (seconds since 1970), rounded up so that the newest bucket is inside. */
export function windowOf(range: RangeName, until: number): TimeWindow {
  const { seconds, bucketSeconds } = ranges[range];
  const to = Math.ceil((until + 1) / bucketSeconds) * bucketSeconds;
  return { from: to - seconds, to, bucketSeconds };
}

/** The shortest range ending now that reaches back to `timestamp`; null when even the longest does not. */
export function rangeReaching(timestamp: string, now: number): RangeName | null {
  return rangeNames.find((name) => timestamp >= isoAt(windowOf(name, now).from)) ?? null;
}
