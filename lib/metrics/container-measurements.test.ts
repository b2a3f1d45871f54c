import { afterEach, beforeEach, expect, it } from 'vitest';
import { database } from '@/db/client';
import { containerMetrics } from '@/db/metrics/tables';
import { preparedServer } from '@/e2e/support/apps';
import { freshDatabase } from '@/e2e/support/database';
import { containerSummaries } from '@/lib/docker/container-shapes';
import { newId } from '@/lib/runtime/ids';
import { ContainerMeasurements } from './container-measurements';
import { viewContainers } from './container-views';
import type { ContainerCounters } from './control-groups';
import { inventoryOf } from './inventory';
import { liveServer, liveServers } from './live';
import { Outbox } from './outbox';

let close: () => Promise<void>;
let serverId: string;
let outbox: Outbox;
let measurements: ContainerMeasurements;

beforeEach(async () => {
  ({ close } = await freshDatabase());
  serverId = await preparedServer();
  outbox = new Outbox(async () => {});
  measurements = new ContainerMeasurements(serverId, outbox);
});
afterEach(() => close());

const id = (digit: string) => digit.repeat(64);
const noon = Date.parse('2026-03-01T12:00:00.000Z') / 1000;

function listed(...entries: [digit: string, name: string, more?: object][]): void {
  const summaries = entries.map(([digit, name, more]) => ({
    Id: id(digit),
    Names: [`/${name}`],
    Image: 'busybox',
    State: 'running',
    NetworkSettings: { Networks: { bridge: {} } },
    ...more,
  }));
  liveServer(serverId).containers.inventory = inventoryOf(
    containerSummaries.parse(summaries),
    new Map([[id('a'), 2]]),
    'dev.tomo.instance',
  );
}

function sample(uptimeSeconds: number, cpuSeconds: Record<string, number>): void {
  const counters = Object.entries(cpuSeconds).map(([digit, seconds]): [string, ContainerCounters] => [
    id(digit),
    {
      cpuSeconds: seconds,
      memoryBytes: 1000,
      memoryLimitBytes: 4000,
      readBytes: 0,
      writtenBytes: 0,
      processes: 1,
      receivedBytes: uptimeSeconds * 100,
      sentBytes: 0,
    },
  ]);
  measurements.take({ uptimeSeconds, counters: new Map(counters) }, noon + uptimeSeconds);
}

const rows = async () => {
  measurements.endRows();
  await outbox.flush();
  return database().select().from(containerMetrics);
};
const shown = async () => (await viewContainers([serverId]))[0];

it('a minute of samples makes one row with mean, extremes and sums', async () => {
  listed(['a', 'web']);
  sample(0, { a: 0 });
  sample(10, { a: 1 });
  sample(20, { a: 11 });
  expect(await rows()).toEqual([
    expect.objectContaining({
      containerName: 'web',
      containerId: 'aaaaaaaaaaaa',
      timestamp: '2026-03-01T12:00:00.000Z',
      periodSeconds: 20,
      sampleCount: 2,
      cpuPercent: 55,
      cpuPercentMin: 10,
      cpuPercentMax: 100,
      memoryUsageBytes: 1000,
      memoryLimitBytes: 4000,
      networkRxBytes: 2000,
      restartCount: 2,
      status: 'running',
    }),
  ]);
});

it('a control group that the engine does not list belongs to somebody else', async () => {
  listed(['a', 'web']);
  sample(0, { a: 0, b: 0 });
  sample(10, { a: 1, b: 9 });
  expect((await rows()).map(({ containerName }) => containerName)).toEqual(['web']);
});

it('a container that was started again has no interval over its start, even where its counter grew', async () => {
  listed(['a', 'web']);
  sample(0, { a: 1 });
  measurements.began(id('a'));
  sample(10, { a: 7 });
  expect((await shown())?.containers[0]).toMatchObject({ name: 'web', cpuPercent: null, measuredAt: null });
  sample(20, { a: 8 });
  expect((await shown())?.containers[0]).toMatchObject({ cpuPercent: 10, receiveRate: 100 });
});

it('a container that went within the minute keeps what was measured', async () => {
  listed(['a', 'web'], ['b', 'gone']);
  sample(0, { a: 0, b: 0 });
  sample(10, { a: 1, b: 1 });
  listed(['a', 'web']);
  sample(20, { a: 2 });
  expect(
    (await rows()).map(({ containerName, periodSeconds }) => [containerName, periodSeconds]).sort(),
  ).toEqual([
    ['gone', 10],
    ['web', 20],
  ]);
});

it('traffic of the network of the server is not that of a container', async () => {
  listed(['a', 'web', { NetworkSettings: { Networks: { host: {} } } }]);
  sample(0, { a: 0 });
  sample(10, { a: 1 });
  expect((await rows())[0]).toMatchObject({ networkRxBytes: null, networkTxBytes: null, blockReadBytes: 0 });
});

it('after a gap nothing is made up for it', async () => {
  listed(['a', 'web']);
  sample(0, { a: 0 });
  measurements.cut();
  sample(600, { a: 100 });
  expect(await rows()).toEqual([]);
});

it('a process that knows nothing yet shows the last values, with their age; a label alone links to no app', async () => {
  listed(['a', 'web', { Labels: { 'dev.tomo.instance': newId() } }]);
  sample(0, { a: 0 });
  sample(10, { a: 1 });
  expect((await shown())?.containers[0]?.app).toBeNull();
  await rows();
  liveServers().clear();
  expect(await shown()).toMatchObject({
    state: { kind: 'asking' },
    containers: [
      { name: 'web', state: 'unknown', cpuPercent: 10, measuredAt: '2026-03-01T12:00:10.000Z', restarts: 2 },
    ],
  });
});
