import { describe, expect, it } from 'vitest';
import { gather, type MetricPoint } from './points';
import { MetricRing } from './ring';

const point = (at: number, seconds: number, values: Partial<MetricPoint> = {}): MetricPoint => ({
  at,
  seconds,
  cpu: 10,
  cpuMin: 10,
  cpuMax: 10,
  memory: 50,
  memoryMin: 50,
  memoryMax: 50,
  memoryUsedBytes: 500,
  memoryTotalBytes: 1000,
  swapUsedBytes: null,
  disk: 30,
  diskUsedBytes: 300,
  diskTotalBytes: 1000,
  diskReadRate: 1,
  diskWriteRate: 2,
  receiveRate: 3,
  sendRate: null,
  load1: 0.5,
  load5: 0.4,
  load15: 0.3,
  ...values,
});

describe('gathering points into buckets', () => {
  it('weighs means by the time they cover and keeps the extremes', () => {
    const points = [point(0, 10, { cpu: 100, cpuMax: 100 }), point(10, 50, { cpu: 4, cpuMin: 1 })];
    expect(gather(points, 60)).toEqual([
      expect.objectContaining({ at: 0, seconds: 60, cpu: 20, cpuMin: 1, cpuMax: 100 }),
    ]);
  });

  it('leaves out what is unknown instead of taking it for zero', () => {
    const [bucket] = gather([point(0, 30, { receiveRate: null }), point(30, 30, { receiveRate: 8 })], 60);
    expect(bucket).toMatchObject({ receiveRate: 8, sendRate: null, swapUsedBytes: null });
  });

  it('makes no bucket where nothing was measured, and sorts by time', () => {
    expect(gather([point(600, 60), point(0, 60)], 60).map(({ at }) => at)).toEqual([0, 600]);
  });
});

describe('the ring', () => {
  it('gives back what was put in, unknown values included', () => {
    const ring = new MetricRing();
    ring.push(point(5, 10), 3600);
    expect(ring.since(0)).toEqual([point(5, 10)]);
  });

  it('keeps order and loses nothing while it grows and wraps', () => {
    const ring = new MetricRing();
    for (let at = 0; at < 10_000; at += 10) ring.push(point(at, 10, { cpu: at }), 1_000);
    const kept = ring.since(0);
    expect(kept.map(({ at }) => at)).toEqual(Array.from({ length: 101 }, (_, index) => 8_990 + index * 10));
    expect(kept.every(({ at, cpu }) => at === cpu)).toBe(true);
    expect(ring.oldest()).toBe(8_990);
    expect(ring.since(9_950).map(({ at }) => at)).toEqual([9_950, 9_960, 9_970, 9_980, 9_990]);
  });

  it('keeps more when the keeping time is raised while it runs', () => {
    const ring = new MetricRing();
    for (let at = 0; at < 500; at += 10) ring.push(point(at, 10), 100);
    for (let at = 500; at < 2_000; at += 10) ring.push(point(at, 10), 10_000);
    expect(ring.oldest()).toBe(390);
    expect(ring.since(0)).toHaveLength(161);
  });
});
