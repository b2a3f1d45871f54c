import type { TimedPoint } from '@/lib/metrics/points';

/** Points of a chart with a hole wherever nothing was measured for longer than `gapSeconds`. */
export type ChartColumns<P> = {
  times: number[];
  /** The values of one line along `times`; null in a hole. */
  column(value: (point: P) => number | null): (number | null)[];
  /** The extremes behind a line along `times`; null in a hole. */
  band(low: (point: P) => number, high: (point: P) => number): ([number, number] | null)[];
};

/** Makes the columns of a chart from points in order of time. */
export function chartColumns<P extends TimedPoint>(
  points: readonly P[],
  gapSeconds: number,
): ChartColumns<P> {
  const places: (P | null)[] = [];
  const times: number[] = [];
  for (const point of points) {
    const last = times.at(-1);
    if (last !== undefined && point.at - last > gapSeconds) {
      places.push(null);
      times.push(last + gapSeconds / 2);
    }
    places.push(point);
    times.push(point.at);
  }
  return {
    times,
    column: (value) => places.map((point) => (point ? round(value(point)) : null)),
    band: (low, high) =>
      places.map((point) => (point ? [round(low(point)) ?? 0, round(high(point)) ?? 0] : null)),
  };
}

// The page carries every digit twice, as markup and for the chart: four significant ones are more than anybody sees.
function round(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
