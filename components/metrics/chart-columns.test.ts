import { expect, it } from 'vitest';
import type { MetricPoint } from '@/lib/metrics/points';
import { chartColumns } from './chart-columns';

const points = (...entries: [at: number, cpu: number][]) =>
  entries.map(([at, cpu]) => ({ at, cpu, cpuMin: cpu - 1, cpuMax: cpu + 1 }) as MetricPoint);

it('a gap stays a gap: the line breaks after more than two intervals without a sample', () => {
  const columns = chartColumns(points([0, 1], [60, 2], [180, 3], [600, 4]), 120);
  expect(columns.times).toEqual([0, 60, 180, 240, 600]);
  expect(columns.column((point) => point.cpu)).toEqual([1, 2, 3, null, 4]);
  expect(
    columns.band(
      (point) => point.cpuMin,
      (point) => point.cpuMax,
    )[3],
  ).toBeNull();
});

it('an unknown value is a hole in its own line only', () => {
  const columns = chartColumns(points([0, 1], [60, 2]), 120);
  expect(columns.column((point) => (point.at === 0 ? null : point.cpu))).toEqual([null, 2]);
});

it('no points make no columns', () => {
  expect(chartColumns([], 120).times).toEqual([]);
});
