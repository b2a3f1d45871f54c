import 'server-only';
import { gather, type TimedPoint } from '@/lib/metrics/points';
import type { PanelView } from './panel-view';

/**
 * One line of a view on an even grid, oldest first, as coarse as the samples are and at most 60 points: a sparkline knows
 * no time. Null is a gap.
 */
export function evenPoints<P extends TimedPoint>(
  { points, window, gapSeconds }: Pick<PanelView<P>, 'points' | 'window' | 'gapSeconds'>,
  value: (point: P) => number | null,
): (number | null)[] {
  const step = Math.max(gapSeconds / 2, Math.ceil((window.to - window.from) / 60));
  const byTime = new Map(gather(points, step).map((point) => [point.at, value(point)]));
  const first = Math.floor(window.from / step) * step;
  const count = Math.max(0, Math.ceil((window.to - first) / step));
  return Array.from({ length: count }, (_, index) => byTime.get(first + index * step) ?? null);
}
