import 'server-only';
import type { Reader } from '@/db/client';
import { listLatestServerMetrics } from '@/db/metrics/queries';
import { type LiveServer, liveServers } from './live';
import type { MetricDetail } from './open-row';
import { isoAt, secondsOf } from './time';

/** The newest numbers of a server. */
export type LatestMetrics = {
  serverId: string;
  /** When they were measured (stored form). */
  measuredAt: string;
  cpuPercent: number;
  memoryPercent: number;
  memoryUsedBytes: number;
  memoryTotalBytes: number;
  swapUsedBytes: number | null;
  /** Null where the server has no swap. */
  swapTotalBytes: number | null;
  /** Of the root file system; it is the first of `mounts` too. */
  diskPercent: number;
  mounts: { point: string; usedBytes: number; totalBytes: number; percent: number }[];
  /** Averages over 1, 5 and 15 minutes. */
  load: [number | null, number | null, number | null];
  uptimeSeconds: number | null;
  /** CPU milliseconds that one sample costs the server; null where it cannot say. */
  sampleCostMs: number | null;
};

/** The newest numbers by server id: from memory where this process has sampled, else the newest row. */
export async function readLatest(
  db: Reader,
  serverIds: readonly string[],
): Promise<Map<string, LatestMetrics>> {
  const found = new Map<string, LatestMetrics>();
  const unknown: string[] = [];
  for (const serverId of serverIds) {
    const live = liveServers().get(serverId);
    if (live?.latest) found.set(serverId, fromMemory(serverId, live.latest, live.sampleCostSeconds));
    else unknown.push(serverId);
  }
  const rows = unknown.length > 0 ? await listLatestServerMetrics(db, unknown) : [];
  for (const row of rows) found.set(row.serverId, fromRow(row));
  return found;
}

function fromMemory(
  serverId: string,
  { interval, endedAt }: NonNullable<LiveServer['latest']>,
  sampleCostSeconds: number | null,
): LatestMetrics {
  return {
    serverId,
    measuredAt: isoAt(endedAt),
    cpuPercent: interval.cpuPercent,
    memoryPercent: interval.memoryPercent,
    memoryUsedBytes: interval.memoryUsedBytes,
    memoryTotalBytes: interval.memoryTotalBytes,
    swapUsedBytes: interval.swapUsedBytes,
    swapTotalBytes: interval.swapTotalBytes || null,
    diskPercent: interval.diskPercent,
    mounts: interval.mounts.map(({ point, usedBytes, totalBytes, percent }) => ({
      point,
      usedBytes,
      totalBytes,
      percent,
    })),
    load: interval.load,
    uptimeSeconds: interval.uptimeSeconds,
    sampleCostMs: sampleCostSeconds === null ? null : sampleCostSeconds * 1000,
  };
}

function fromRow(row: Awaited<ReturnType<typeof listLatestServerMetrics>>[number]): LatestMetrics {
  const detail = row.detail as MetricDetail | null;
  const root = {
    point: '/',
    usedBytes: row.diskUsedBytes,
    totalBytes: row.diskTotalBytes,
    percent: row.diskPercent,
  };
  return {
    serverId: row.serverId,
    measuredAt: isoAt(secondsOf(row.timestamp) + row.periodSeconds),
    cpuPercent: row.cpuPercent,
    memoryPercent: row.memoryPercent,
    memoryUsedBytes: row.memoryUsedBytes,
    memoryTotalBytes: row.memoryTotalBytes,
    swapUsedBytes: row.swapUsedBytes,
    swapTotalBytes: detail?.swapTotalBytes ?? null,
    diskPercent: row.diskPercent,
    mounts: [root, ...(detail?.mounts ?? [])],
    load: [row.loadAverage1m, row.loadAverage5m, row.loadAverage15m],
    uptimeSeconds: row.uptimeSeconds,
    sampleCostMs: null,
  };
}
