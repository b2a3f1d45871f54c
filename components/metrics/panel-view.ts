import type { TimedPoint } from '@/lib/metrics/points';
import type { TimeWindow } from '@/lib/metrics/ranges';

/** What a panel shows a part of: points of a window in order of time. */
export type PanelView<P extends TimedPoint> = {
  points: readonly P[];
  window: TimeWindow;
  /** Seconds after which two neighbouring points have a gap between them. */
  gapSeconds: number;
  /** Whether the newest point is of now. */
  isLive: boolean;
  /** The newest measurement where it is newer than the last point. */
  newest?: P | null;
};

/** The newest measurement of a view; null when there is none. */
export function newestOf<P extends TimedPoint>({ newest, points }: PanelView<P>): P | null {
  return newest ?? points.at(-1) ?? null;
}
