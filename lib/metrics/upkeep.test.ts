import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/db/client';
import { insertServerMetrics, type NewServerMetric } from '@/db/metrics/mutations';
import { findSeries } from '@/db/metrics/queries';
import { rollUpServerMetrics } from '@/db/metrics/roll-up';
import { serverMetrics } from '@/db/metrics/tables';
import { insertServer } from '@/db/servers/mutations';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { isId, newId } from '@/lib/runtime/ids';
import { isoAt } from './time';
import { keepMetrics } from './upkeep';

const midnight = Date.parse('2026-03-01T00:00:00.000Z') / 1000;
const hour = 3600;
const day = 86_400;

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

const row = (at: number, values: Partial<NewServerMetric> = {}): NewServerMetric => ({
  serverId,
  timestamp: isoAt(at),
  periodSeconds: 60,
  cpuPercent: 10,
  cpuPercentMin: 10,
  cpuPercentMax: 10,
  memoryPercent: 50,
  memoryPercentMin: 50,
  memoryPercentMax: 50,
  memoryUsedBytes: 500,
  memoryTotalBytes: 1000,
  swapUsedBytes: 5,
  diskPercent: 30,
  diskUsedBytes: 300,
  diskTotalBytes: 1000,
  networkRxBytes: 600,
  networkTxBytes: 60,
  loadAverage1m: 1,
  uptimeSeconds: 100,
  ...values,
});

async function store(rows: NewServerMetric[]): Promise<void> {
  for (let index = 0; index < rows.length; index += 300) {
    await write((tx) => insertServerMetrics(tx, rows.slice(index, index + 300)), { lane: 'bulk' });
  }
}

async function tier(resolution: 'raw' | '10m' | '1h' | '1d') {
  const rows = await database().select().from(serverMetrics).orderBy(serverMetrics.timestamp);
  return rows.filter((one) => one.resolution === resolution);
}

const minutes = (from: number, count: number, values?: (index: number) => Partial<NewServerMetric>) =>
  Array.from({ length: count }, (_, index) => row(from + index * 60, values?.(index)));

describe('rolling up', () => {
  it('makes means, extremes and exact sums of ten minutes, an hour and a day', async () => {
    await store(
      minutes(midnight, 24 * 60, (index) => ({
        cpuPercent: index % 10,
        cpuPercentMin: 0,
        cpuPercentMax: index,
      })),
    );
    await keepMetrics(midnight + day + hour);
    const [tens, hours, days] = [await tier('10m'), await tier('1h'), await tier('1d')];
    expect([tens.length, hours.length, days.length]).toEqual([144, 24, 1]);
    expect(tens[0]).toMatchObject({
      timestamp: isoAt(midnight),
      periodSeconds: 600,
      sampleCount: 10,
      cpuPercent: 4.5,
    });
    expect(hours[23]).toMatchObject({ timestamp: isoAt(midnight + 23 * hour), cpuPercentMax: 1439 });
    expect(days[0]).toMatchObject({
      periodSeconds: day,
      networkRxBytes: 24 * 60 * 600,
      cpuPercent: expect.closeTo(4.5, 9),
      cpuPercentMin: 0,
      cpuPercentMax: 1439,
    });
  });

  it('weighs a short row less than a long one', async () => {
    await store([
      row(midnight, { periodSeconds: 30, cpuPercent: 90 }),
      row(midnight + 30, { periodSeconds: 270, cpuPercent: 0 }),
    ]);
    await keepMetrics(midnight + hour);
    expect((await tier('10m'))[0]).toMatchObject({ cpuPercent: 9, periodSeconds: 300 });
  });

  it('changes nothing when it is repeated', async () => {
    await store(minutes(midnight, 60));
    await keepMetrics(midnight + 2 * hour);
    const before = await tier('10m');
    await keepMetrics(midnight + 2 * hour);
    expect(await tier('10m')).toEqual(before);
  });

  it('goes on where it stopped, after any pause', async () => {
    await store(minutes(midnight, 60));
    await keepMetrics(midnight + 2 * hour);
    await store(minutes(midnight + 5 * hour, 60));
    await keepMetrics(midnight + 3 * day);
    expect((await tier('10m')).map((one) => one.timestamp)).toEqual(
      [0, 1, 2, 3, 4, 5, 30, 31, 32, 33, 34, 35].map((ten) => isoAt(midnight + ten * 600)),
    );
  });

  it('leaves the bucket that is still filling alone', async () => {
    await store(minutes(midnight, 15));
    await keepMetrics(midnight + 16 * 60);
    expect((await tier('10m')).map((one) => one.timestamp)).toEqual([isoAt(midnight)]);
  });

  it('waits five minutes before a bucket counts as closed, for rows that are still on their way', async () => {
    await store(minutes(midnight, 10));
    await keepMetrics(midnight + 14 * 60);
    expect(await tier('10m')).toEqual([]);
    await keepMetrics(midnight + 15 * 60);
    expect(await tier('10m')).toHaveLength(1);
  });

  it('never replaces a full row by one from a half-purged source', async () => {
    await store(minutes(midnight, 10, () => ({ cpuPercent: 50 })));
    const rule = { serverIds: [serverId], from: 'raw', to: '10m', spanSeconds: 600 };
    await write((tx) => rollUpServerMetrics(tx, rule, isoAt(midnight), isoAt(midnight + 600)));
    await write((tx) => tx.delete(serverMetrics).then(() => undefined));
    await store([
      row(midnight, { cpuPercent: 1 }),
      { ...row(midnight), resolution: '10m', sampleCount: 10, cpuPercent: 50 },
    ]);
    await write((tx) => rollUpServerMetrics(tx, rule, isoAt(midnight), isoAt(midnight + 600)));
    expect((await tier('10m'))[0]?.cpuPercent).toBe(50);
  });

  it('adds up what is known of the traffic and keeps the wholly unknown unknown', async () => {
    await store([
      row(midnight, { networkRxBytes: null, networkTxBytes: null }),
      row(midnight + 60, { networkRxBytes: 7, networkTxBytes: null }),
    ]);
    await keepMetrics(midnight + hour);
    expect((await tier('10m'))[0]).toMatchObject({ networkRxBytes: 7, networkTxBytes: null });
  });

  it('gives ids that sort by the time of their bucket', async () => {
    await store(minutes(midnight, 60));
    await keepMetrics(midnight + 2 * hour);
    const ids = (await tier('10m')).map((one) => one.id);
    expect(ids.every(isId)).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(Number.parseInt(ids[1]?.replaceAll('-', '').slice(0, 12) ?? '', 16)).toBe((midnight + 600) * 1000);
  });
});

describe('retention', () => {
  it('removes each tier after its own time, rolled up before', async () => {
    await store(minutes(midnight, 60));
    const gone = await keepMetrics(midnight + 8 * day);
    expect(gone).toEqual({ raw: 60, '10m': 6, '1h': 0, '1d': 0 });
    expect([(await tier('raw')).length, (await tier('1h')).length, (await tier('1d')).length]).toEqual([
      0, 1, 1,
    ]);
  });

  it('works through more than one slice and spares what is younger', async () => {
    await store(minutes(midnight, 1_300));
    await store(minutes(midnight + 7 * day, 5));
    const gone = await keepMetrics(midnight + 7 * day + 1_300 * 60);
    expect(gone.raw).toBe(1_300);
    expect(await tier('raw')).toHaveLength(5);
  });
});

it('rows of a server that was removed meanwhile are left out, the others are kept', async () => {
  await store([{ ...row(midnight), serverId: newId() }, row(midnight)]);
  expect(await tier('raw')).toHaveLength(1);
});

it('a row that is there already stays', async () => {
  await store([row(midnight), row(midnight, { cpuPercent: 99 })]);
  expect((await tier('raw'))[0]?.cpuPercent).toBe(10);
});

it('the database gathers a month into at most 200 points', async () => {
  await store(minutes(midnight, 3_000, (index) => ({ cpuPercent: index % 2 === 0 ? 0 : 100 })));
  const part = { tier: 'raw', from: isoAt(midnight), to: isoAt(midnight + 30 * day) };
  const points = await findSeries(database(), serverId, [part], 14_400);
  expect(points).toHaveLength(13);
  expect(points[0]?.slice(0, 3)).toEqual([midnight, 14_400, 50]);
});
