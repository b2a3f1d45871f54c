import 'server-only';
import type { NewServerMetric } from '@/db/metrics/mutations';
import { merged, pointOf } from './points';
import type { Interval } from './rates';
import { RAW_ROW_SECONDS } from './tiers';
import { isoAt } from './time';

type Measured = { interval: Interval; endedAt: number };

/** Intervals of one server that wait until they make a whole row. */
export class OpenRow {
  #members: Measured[] = [];

  /**
   * Adds an interval that ended at `endedAt` (seconds since 1970). Returns the finished row once a minute is covered, or
   * one sampling interval where that is longer – or nearly: half an interval of the present pace decides.
   */
  add(serverId: string, member: Measured, intervalSeconds: number): NewServerMetric | null {
    this.#members.push(member);
    const covered = this.#members.reduce((sum, { interval }) => sum + interval.periodSeconds, 0);
    const wanted = Math.max(RAW_ROW_SECONDS, intervalSeconds);
    return covered + member.interval.periodSeconds / 2 >= wanted ? this.close(serverId) : null;
  }

  /** The row of what is there; null when that is nothing. Called when the next interval will not adjoin. */
  close(serverId: string): NewServerMetric | null {
    const members = this.#members;
    this.#members = [];
    return members.length > 0 ? rowOf(serverId, members) : null;
  }
}

/** One row for intervals that follow each other: means weighted by time, extremes, sums of the bytes that are known. */
export function rowOf(serverId: string, members: readonly Measured[]): NewServerMetric {
  const point = merged(members.map(({ interval, endedAt }) => pointOf(interval, endedAt)));
  const last = members.at(-1)?.interval as Interval;
  const weighted = (key: 'cpuUserPercent' | 'cpuSystemPercent' | 'cpuIowaitPercent' | 'cpuStealPercent') =>
    members.reduce((sum, { interval }) => sum + interval[key] * interval.periodSeconds, 0) / point.seconds;
  const bytes = (key: 'diskReadBytes' | 'diskWriteBytes' | 'networkRxBytes' | 'networkTxBytes') => {
    const known = members.flatMap(({ interval }) => interval[key] ?? []);
    return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : null;
  };
  return {
    serverId,
    resolution: 'raw',
    timestamp: isoAt(point.at),
    periodSeconds: Math.max(1, Math.round(point.seconds)),
    sampleCount: members.length,
    cpuPercent: point.cpu,
    cpuPercentMin: point.cpuMin,
    cpuPercentMax: point.cpuMax,
    cpuUserPercent: weighted('cpuUserPercent'),
    cpuSystemPercent: weighted('cpuSystemPercent'),
    cpuIowaitPercent: weighted('cpuIowaitPercent'),
    cpuStealPercent: weighted('cpuStealPercent'),
    memoryPercent: point.memory,
    memoryPercentMin: point.memoryMin,
    memoryPercentMax: point.memoryMax,
    memoryUsedBytes: Math.round(point.memoryUsedBytes),
    memoryTotalBytes: last.memoryTotalBytes,
    swapUsedBytes: Math.round(point.swapUsedBytes ?? 0),
    diskPercent: point.disk,
    diskUsedBytes: Math.round(point.diskUsedBytes),
    diskTotalBytes: last.diskTotalBytes,
    diskReadBytes: bytes('diskReadBytes'),
    diskWriteBytes: bytes('diskWriteBytes'),
    networkRxBytes: bytes('networkRxBytes'),
    networkTxBytes: bytes('networkTxBytes'),
    loadAverage1m: point.load1,
    loadAverage5m: point.load5,
    loadAverage15m: point.load15,
    uptimeSeconds: Math.round(last.uptimeSeconds),
    detail: detailOf(last),
  };
}

/** Beyond the columns: swap size and the mounts besides the root; null where there is nothing to add. */
export type MetricDetail = {
  swapTotalBytes?: number;
  mounts?: { point: string; usedBytes: number; totalBytes: number; percent: number }[];
};

const DETAIL_LIMIT = 2048;

function detailOf({ swapTotalBytes, mounts }: Interval): MetricDetail | null {
  const others = mounts.slice(1).map(({ point, usedBytes, totalBytes, percent }) => ({
    point,
    usedBytes,
    totalBytes,
    percent: Math.round(percent * 10) / 10,
  }));
  // The fullest stay when there are too many for one row.
  others.sort((one, two) => two.percent - one.percent);
  while (JSON.stringify(others).length > DETAIL_LIMIT - 64) others.pop();
  if (others.length === 0 && swapTotalBytes === 0) return null;
  return { ...(swapTotalBytes > 0 && { swapTotalBytes }), ...(others.length > 0 && { mounts: others }) };
}
