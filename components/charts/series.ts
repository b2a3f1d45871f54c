/** One line of a chart; `values` and `band` run along the chart's `times`. Null is a gap and stays one. */
export type ChartSeries = {
  label: string;
  values: (number | null)[];
  /** Minimum and maximum behind each value, drawn as a band. */
  band?: ([low: number, high: number] | null)[];
};

/** How a line is drawn, by its place: two can be told apart without seeing colour. */
export const strokes = [
  { color: 'var(--chart-1)', dash: undefined },
  { color: 'var(--chart-2)', dash: '6 3' },
] as const;
