import { afterEach, beforeEach, expect, it } from 'vitest';
import { database } from '@/db/client';
import type { NewServerMetric } from '@/db/metrics/mutations';
import { serverMetrics } from '@/db/metrics/tables';
import { deleteServer, insertServer, updateServerObserved } from '@/db/servers/mutations';
import { findServer } from '@/db/servers/queries';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { newId } from '@/lib/runtime/ids';
import { liveServer } from './live';
import { Outbox } from './outbox';
import { isoAt } from './time';

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

const nobody = async () => {};

const row = (at: number): NewServerMetric => ({
  serverId,
  timestamp: isoAt(at),
  periodSeconds: 60,
  cpuPercent: 1,
  cpuPercentMin: 1,
  cpuPercentMax: 1,
  memoryPercent: 1,
  memoryPercentMin: 1,
  memoryPercentMax: 1,
  memoryUsedBytes: 1,
  memoryTotalBytes: 1,
  diskPercent: 1,
  diskUsedBytes: 1,
  diskTotalBytes: 1,
});
const stored = async () => (await database().select({ id: serverMetrics.id }).from(serverMetrics)).length;

it('stores rows of many servers together and remembers up to where they are stored', async () => {
  const outbox = new Outbox(nobody);
  for (let index = 0; index < 700; index++) outbox.row(row(index * 60));
  outbox.reached(serverId);
  await outbox.flush();
  expect(await stored()).toBe(700);
  expect(liveServer(serverId).storedUntil).toBe(700 * 60);
  expect(await findServer(database(), serverId)).toMatchObject({ status: 'online', consecutiveFailures: 0 });
});

it('keeps everything when storing fails, and stores it the next time', async () => {
  let refuses = true;
  const outbox = new Outbox(async () => {
    if (refuses) throw new Error('nobody to tell');
  });
  outbox.row(row(0));
  outbox.failed(serverId, { failures: 3, reason: 'timeout', offline: true });
  outbox.change({ kind: 'offline', serverId, serverName: 'web-1', reason: 'timeout' });
  await outbox.flush();
  expect([await stored(), (await findServer(database(), serverId))?.status]).toEqual([0, 'unknown']);
  refuses = false;
  await outbox.flush();
  expect([await stored(), (await findServer(database(), serverId))?.status]).toEqual([1, 'offline']);
});

it('lets the newest word about a server win', async () => {
  const outbox = new Outbox(nobody);
  outbox.failed(serverId, { failures: 3, reason: 'timeout', offline: true });
  outbox.reached(serverId);
  await outbox.flush();
  expect(await findServer(database(), serverId)).toMatchObject({ status: 'online', statusReason: null });
});

it('keeps the moment at which a server went offline while it stays so', async () => {
  const outbox = new Outbox(nobody);
  const fail = async (failures: number) => {
    outbox.failed(serverId, { failures, reason: 'timeout', offline: true });
    await outbox.flush();
    return (await findServer(database(), serverId))?.statusChangedAt;
  };
  const first = await fail(3);
  expect(first).toMatch(/Z$/);
  expect(await fail(4)).toBe(first);
});

it('never writes over a host key that changed', async () => {
  await write((tx) => updateServerObserved(tx, serverId, { status: 'host_key_changed' }));
  const outbox = new Outbox(nobody);
  outbox.reached(serverId);
  await outbox.flush();
  expect((await findServer(database(), serverId))?.status).toBe('host_key_changed');
});

it('drops what belongs to a server that was removed meanwhile, and nothing else', async () => {
  const outbox = new Outbox(nobody);
  outbox.row(row(0));
  outbox.reached(serverId);
  await write((tx) => deleteServer(tx, serverId));
  await outbox.flush();
  expect(await stored()).toBe(0);
});
