import 'server-only';
import type { Reader } from '@/db/client';
import {
  containerSeriesColumns,
  findContainerSeries,
  findNewestContainerTiers,
  rankContainers,
} from '@/db/metrics/container-queries';
import type { SeriesPart } from '@/db/metrics/queries';
import { type ContainerPoint, containerRow } from './container-row';
import { liveServers } from './live';
import { gather } from './points';
import type { TimeWindow } from './ranges';
import { partsFor } from './series';
import { RAW_ROW_SECONDS, tiersFor } from './tiers';
import { secondsOf } from './time';

/**
 * The points of containers of a server in a window, by name, each in order of time, at most one per bucket: rows, then the
 * minutes that this process has not stored yet, and the open one.
 */
export async function readContainerSeries(
  db: Reader,
  serverId: string,
  names: readonly string[],
  window: TimeWindow,
): Promise<Map<string, ContainerPoint[]>> {
  const bucketSeconds = containerBucket(window);
  const parts = await containerParts(db, serverId, window);
  const stored = await findContainerSeries(db, serverId, names, parts, bucketSeconds);
  const recent = unstoredPoints(serverId, window);
  return new Map(
    names.map((name) => {
      const points = [...(stored.get(name) ?? []).map(pointFrom), ...(recent.get(name) ?? [])];
      return [name, gather(points, bucketSeconds)] as const;
    }),
  );
}

/** The containers of a server that used most processor time and most memory in a window, at most `limit` names each. */
export async function rankInWindow(db: Reader, serverId: string, window: TimeWindow, limit: number) {
  const ranked = await rankContainers(db, serverId, await containerParts(db, serverId, window), limit);
  // Before the first minute is stored there is nothing to rank by but what is in memory.
  const names = [...unstoredPoints(serverId, window).keys()];
  const withNew = (known: string[]) => [...new Set([...known, ...names])].slice(0, limit);
  return {
    byCpu: withNew(ranked.byCpu),
    byMemory: withNew(ranked.byMemory),
    count: Math.max(ranked.count, names.length),
  };
}

/** Rows of containers are a minute wide: no bucket is finer. */
export function containerBucket({ bucketSeconds }: TimeWindow): number {
  return Math.max(RAW_ROW_SECONDS, bucketSeconds);
}

async function containerParts(db: Reader, serverId: string, window: TimeWindow): Promise<SeriesPart[]> {
  const tiers = tiersFor(containerBucket(window));
  const newest = await findNewestContainerTiers(
    db,
    serverId,
    tiers.map(({ tier }) => tier),
  );
  return partsFor(tiers, newest, window, window.to);
}

function unstoredPoints(serverId: string, window: TimeWindow): Map<string, ContainerPoint[]> {
  const live = liveServers().get(serverId)?.containers;
  const points = new Map<string, ContainerPoint[]>();
  if (!live) return points;
  const open = [...live.open.values()].flatMap(
    ({ container, members }) => containerRow(serverId, container, members) ?? [],
  );
  for (const row of [...live.unsent, ...open]) {
    const rate = (bytes: number | null) => (bytes === null ? null : bytes / row.periodSeconds);
    const point: ContainerPoint = {
      at: secondsOf(row.timestamp),
      seconds: row.periodSeconds,
      cpu: row.cpuPercent,
      cpuMin: row.cpuPercentMin,
      cpuMax: row.cpuPercentMax,
      memory: row.memoryUsageBytes,
      memoryMin: row.memoryUsageBytesMin,
      memoryMax: row.memoryUsageBytesMax,
      memoryLimit: row.memoryLimitBytes,
      receiveRate: rate(row.networkRxBytes),
      sendRate: rate(row.networkTxBytes),
      readRate: rate(row.blockReadBytes),
      writeRate: rate(row.blockWriteBytes),
    };
    if (point.at < window.from || point.at >= window.to) continue;
    points.set(row.containerName, [...(points.get(row.containerName) ?? []), point]);
  }
  return points;
}

function pointFrom(numbers: readonly (number | null)[]): ContainerPoint {
  return Object.fromEntries(
    containerSeriesColumns.map((column, index) => [column, numbers[index] ?? null]),
  ) as ContainerPoint;
}
