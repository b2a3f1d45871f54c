/** One line of a chart; `values` and `band` run along the chart's `times`. Null is a gap and stays one. */
export type ChartSeries = {
  label: string;
  values: (number | null)[];
  /** Minimum and maximum behind each value, drawn as a band. */
  band?: ([low: number, high: number] | null)[];
};

/** How a line is drawn, by its place: they can be told apart without seeing colour. */
const strokes = [
  { color: 'var(--chart-1)', dash: undefined },
  { color: 'var(--chart-2)', dash: '6 3' },
  { color: 'var(--chart-3)', dash: '2 2' },
  { color: 'var(--chart-4)', dash: '8 2 2 2' },
  { color: 'var(--chart-5)', dash: '12 3' },
  { color: 'var(--chart-6)', dash: '4 2' },
  { color: 'var(--chart-7)', dash: '1 3' },
  { color: 'var(--chart-8)', dash: '10 2 2 2 2 2' },
] as const;

/** The look of the line at `place`; the ninth looks like the first. */
export function strokeAt(place: number): (typeof strokes)[number] {
  return strokes[place % strokes.length] ?? strokes[0];
}
