import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/db/client';
import {
  insertContainerMetrics,
  type NewContainerMetric,
  purgeContainerMetrics,
} from '@/db/metrics/container-mutations';
import { rollUpContainerMetrics } from '@/db/metrics/container-roll-up';
import { containerMetrics } from '@/db/metrics/tables';
import { deleteServer, insertServer } from '@/db/servers/mutations';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { firstIdAt, idAt, isId, newId } from '@/lib/runtime/ids';
import { readContainerSeries } from './container-series';
import { liveServer } from './live';
import { Outbox } from './outbox';
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

const row = (at: number, changes: Partial<NewContainerMetric> = {}): NewContainerMetric => ({
  id: idAt(at * 1000),
  serverId,
  containerName: 'web',
  containerId: 'aaaaaaaaaaaa',
  resolution: 'raw',
  timestamp: isoAt(at),
  periodSeconds: 60,
  sampleCount: 1,
  cpuPercent: 10,
  cpuPercentMin: 5,
  cpuPercentMax: 20,
  memoryUsageBytes: 1000,
  memoryUsageBytesMin: 900,
  memoryUsageBytesMax: 1100,
  memoryLimitBytes: null,
  networkRxBytes: 600,
  networkTxBytes: null,
  blockReadBytes: 0,
  blockWriteBytes: 60,
  restartCount: 0,
  status: 'running',
  ...changes,
});

async function store(rows: NewContainerMetric[]): Promise<void> {
  for (let index = 0; index < rows.length; index += 300) {
    await write((tx) => insertContainerMetrics(tx, rows.slice(index, index + 300)), { lane: 'bulk' });
  }
}

async function forgetMinutes(from: number, to: number): Promise<void> {
  const range = { from: firstIdAt(from * 1000), before: firstIdAt(to * 1000) };
  await write((tx) => purgeContainerMetrics(tx, 'raw', range));
}

async function tier(resolution: 'raw' | '10m' | '1h' | '1d') {
  const rows = await database().select().from(containerMetrics).orderBy(containerMetrics.timestamp);
  return rows.filter((one) => one.resolution === resolution);
}

const minutes = (from: number, count: number, changes: Partial<NewContainerMetric> = {}) =>
  Array.from({ length: count }, (_, index) => row(from + index * 60, changes));

describe('rows of containers', () => {
  it('are stored as they are, once, whatever is in a name; those of a removed server are left out', async () => {
    const odd = row(midnight, {
      containerName: `a"b'c;--`,
      memoryLimitBytes: 2 ** 40,
      cpuPercent: 0.25,
    });
    await store([odd, row(midnight), row(midnight), row(midnight, { serverId: newId() })]);
    const rows = await tier('raw');
    expect(rows).toHaveLength(2);
    expect(rows.find(({ containerName }) => containerName === odd.containerName)).toEqual(odd);
  });

  it('leave the outbox however many they are, and memory with it', async () => {
    const outbox = new Outbox(async () => {});
    const rows = minutes(midnight, 700);
    const { unsent } = liveServer(serverId).containers;
    for (const one of rows) unsent.add(one);
    outbox.containerRows(rows);
    await outbox.flush();
    expect(await tier('raw')).toHaveLength(700);
    expect(unsent.size).toBe(0);
  });

  it('go with their server', async () => {
    await store(minutes(midnight, 3));
    await write((tx) => deleteServer(tx, serverId));
    expect(await tier('raw')).toEqual([]);
  });
});

describe('upkeep of containers', () => {
  it('rolls closed buckets up per name: weighted means, extremes, sums, and the rest as it was last', async () => {
    await store([
      ...minutes(midnight, 9),
      row(midnight + 540, {
        cpuPercent: 110,
        cpuPercentMax: 150,
        memoryUsageBytes: 2000,
        memoryUsageBytesMax: 2500,
        containerId: 'bbbbbbbbbbbb',
        restartCount: 4,
        networkTxBytes: 7,
      }),
      ...minutes(midnight, 10, { containerName: 'db', cpuPercent: 1 }),
    ]);
    await keepMetrics(midnight + hour);
    const rows = await tier('10m');
    expect(rows.map(({ containerName }) => containerName).sort()).toEqual(['db', 'web']);
    expect(rows.find(({ containerName }) => containerName === 'web')).toMatchObject({
      timestamp: isoAt(midnight),
      periodSeconds: 600,
      sampleCount: 10,
      cpuPercent: 20,
      cpuPercentMin: 5,
      cpuPercentMax: 150,
      memoryUsageBytes: 1100,
      memoryUsageBytesMin: 900,
      memoryUsageBytesMax: 2500,
      networkRxBytes: 6000,
      networkTxBytes: 7,
      containerId: 'bbbbbbbbbbbb',
      restartCount: 4,
      status: 'running',
    });
    expect(rows.every(({ id }) => isId(id))).toBe(true);
  });

  it('may be killed and repeated, and a bucket keeps its fuller row', async () => {
    await store(minutes(midnight, 10));
    const rule = { serverIds: [serverId], from: 'raw', to: '10m', spanSeconds: 600 };
    const again = () =>
      write((tx) => rollUpContainerMetrics(tx, rule, isoAt(midnight), isoAt(midnight + 600)));
    await again();
    await forgetMinutes(midnight + 1, midnight + day);
    await again();
    expect(await tier('10m')).toEqual([expect.objectContaining({ sampleCount: 10, periodSeconds: 600 })]);
  });

  it('removes each tier after its own days, minutes of containers sooner than those of servers', async () => {
    const now = midnight + 40 * day;
    await store(minutes(now - 3 * day, 1_200));
    await store(minutes(now - hour, 10));
    const gone = await keepMetrics(now);
    expect(gone.raw).toBe(1_200);
    expect(await tier('raw')).toHaveLength(10);
    expect((await tier('10m')).length).toBeGreaterThanOrEqual(120);
    await keepMetrics(now + 8 * day);
    expect(await tier('10m')).toEqual([]);
    expect((await tier('1h')).length).toBeGreaterThan(0);
    expect((await tier('1d')).length).toBeGreaterThan(0);
  });
});

describe('a chart of containers', () => {
  it('shows stored minutes, those not stored yet, and gaps as gaps', async () => {
    await store([row(midnight), row(midnight + 60, { cpuPercent: 30 })]);
    liveServer(serverId).containers.unsent.add(row(midnight + 300, { cpuPercent: 50 }));
    const window = { from: midnight, to: midnight + hour, bucketSeconds: 60 };
    const points = (await readContainerSeries(database(), serverId, ['web', 'none'], window)).get('web');
    expect(
      points?.map(({ at, cpu, receiveRate, sendRate }) => [at - midnight, cpu, receiveRate, sendRate]),
    ).toEqual([
      [0, 10, 10, null],
      [60, 30, 10, null],
      [300, 50, 10, null],
    ]);
  });

  it('takes coarse rows as far as they go and fine ones after them', async () => {
    await store(minutes(midnight, 120));
    await keepMetrics(midnight + hour + 1200);
    await forgetMinutes(midnight, midnight + 600);
    const window = { from: midnight, to: midnight + day, bucketSeconds: 600 };
    const points = (await readContainerSeries(database(), serverId, ['web'], window)).get('web');
    expect(points?.map(({ at }) => (at - midnight) / 600)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});
