import { gather, type TimedPoint } from '@/lib/metrics/points';
import type { TimeWindow } from '@/lib/metrics/ranges';

const widths = [120, 600, 900, 1_800, 3_600, 21_600, 86_400];
const ROWS = 31;

/** The points of a window for a table that people read: at most 31 rows, each as wide as that needs. */
export function tableRows<P extends TimedPoint>(
  points: readonly P[],
  { from, to, bucketSeconds }: TimeWindow,
): P[] {
  const width =
    widths.find((candidate) => candidate >= bucketSeconds && (to - from) / candidate < ROWS) ?? 86_400;
  return gather(points, width);
}
