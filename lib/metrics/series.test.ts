import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { database } from '@/db/client';
import { insertServerMetrics, type NewServerMetric } from '@/db/metrics/mutations';
import { insertServer } from '@/db/servers/mutations';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { newId } from '@/lib/runtime/ids';
import { liveServer } from './live';
import type { MetricPoint } from './points';
import { rangeFrom, rangeNames, rangeReaching, ranges, windowOf } from './ranges';
import { readSeries } from './series';
import { tiersFor } from './tiers';
import { isoAt } from './time';

const noon = Date.parse('2026-03-01T12:00:00.000Z') / 1000;

describe('a range', () => {
  test.each(rangeNames)('%s has at most 200 points and ends after now', (name) => {
    const window = windowOf(name, noon + 17);
    expect((window.to - window.from) / window.bucketSeconds).toBeLessThanOrEqual(200);
    expect(window.to).toBeGreaterThan(noon + 17);
    expect(window.to - window.from).toBe(ranges[name].seconds);
  });

  it('comes from the address, and anything else is the fallback', () => {
    expect(rangeFrom('7d')).toBe('7d');
    expect(rangeFrom("7d' OR 1=1")).toBe('24h');
    expect(rangeFrom(['1h'], '6h')).toBe('6h');
  });

  it('that reaches back to the newest data is offered when the chosen one is empty', () => {
    expect(rangeReaching(isoAt(noon - 5 * 3600), noon)).toBe('6h');
    expect(rangeReaching(isoAt(noon - 90 * 86_400), noon)).toBeNull();
  });
});

test.each([
  [30, ['raw']],
  [300, ['raw']],
  [600, ['10m', 'raw']],
  [3_600, ['1h', '10m', 'raw']],
  [14_400, ['1h', '10m', 'raw']],
])('buckets of %d s read the tiers %j', (bucketSeconds, tiers) => {
  expect(tiersFor(bucketSeconds).map(({ tier }) => tier)).toEqual(tiers);
});

describe('the points of a window', () => {
  let close: () => Promise<void>;
  let serverId: string;

  beforeEach(async () => {
    ({ close } = await freshDatabase());
    serverId = newId();
    await write((tx) =>
      insertServer(tx, { id: serverId, name: 'web-1', host: '192.0.2.1', username: 'root', authType: 'key' }),
    );
  });
  afterEach(() => close());

  const row = (
    resolution: NewServerMetric['resolution'],
    at: number,
    cpuPercent: number,
  ): NewServerMetric => ({
    serverId,
    resolution,
    timestamp: isoAt(at),
    periodSeconds: { raw: 60, '1m': 60, '10m': 600, '1h': 3600, '1d': 86_400 }[resolution ?? 'raw'],
    cpuPercent,
    cpuPercentMin: cpuPercent,
    cpuPercentMax: cpuPercent,
    memoryPercent: 1,
    memoryPercentMin: 1,
    memoryPercentMax: 1,
    memoryUsedBytes: 1,
    memoryTotalBytes: 1,
    diskPercent: 1,
    diskUsedBytes: 1,
    diskTotalBytes: 1,
    networkRxBytes: 6_000,
  });
  const point = (at: number, cpu: number, seconds = 10) =>
    ({ at, seconds, cpu, cpuMin: cpu, cpuMax: cpu }) as MetricPoint;
  const store = (rows: NewServerMetric[]) => write((tx) => insertServerMetrics(tx, rows));
  const cpuOf = (points: MetricPoint[]) =>
    points.map(({ at, cpu }) => [Math.round((at - noon) / 60), Math.round(cpu)]);

  it('come from the coarse tier, and from finer ones where it is not rolled up yet, none of them twice', async () => {
    await store([
      row('1h', noon - 7200, 1),
      row('10m', noon - 3600, 2),
      row('raw', noon - 7000, 99),
      row('10m', noon - 7100, 99),
      row('raw', noon - 3500, 98),
      row('raw', noon - 600, 3),
    ]);
    const points = await readSeries(database(), serverId, windowOf('7d', noon));
    expect(cpuOf(points)).toEqual([
      [-120, 1],
      [-60, 2],
    ]);
    expect(points[1]).toMatchObject({ seconds: 660, cpu: expect.closeTo((2 * 600 + 3 * 60) / 660, 6) });
  });

  it('give bytes per second of the time that was covered', async () => {
    await store([row('raw', noon - 120, 1)]);
    const [point] = await readSeries(database(), serverId, windowOf('3h', noon));
    expect(point).toMatchObject({ receiveRate: 100, sendRate: null });
  });

  it('add what this process knows and has not stored', async () => {
    await store([row('raw', noon - 120, 5)]);
    const live = liveServer(serverId);
    live.storedUntil = noon - 60;
    for (const at of [noon - 120, noon - 60, noon - 50])
      live.ring.push(point(at, at === noon - 120 ? 77 : 20), 3600);
    expect(cpuOf(await readSeries(database(), serverId, windowOf('3h', noon)))).toEqual([
      [-2, 5],
      [-1, 20],
    ]);
  });

  it('are finer than a row in the last hour, as far back as memory reaches', async () => {
    await store([row('raw', noon - 600, 5), row('raw', noon - 60, 50)]);
    const live = liveServer(serverId);
    for (let at = noon - 60; at < noon; at += 10) live.ring.push(point(at, at < noon - 30 ? 10 : 90), 3600);
    const points = await readSeries(database(), serverId, windowOf('1h', noon));
    expect(points.map(({ at, cpu }) => [at - noon, cpu])).toEqual([
      [-600, 5],
      [-60, 10],
      [-30, 90],
    ]);
  });

  it('are none for a server that was never measured', async () => {
    expect(await readSeries(database(), newId(), windowOf('24h', noon))).toEqual([]);
  });
});
