import 'server-only';
import type { NewContainerMetric } from '@/db/metrics/container-mutations';
import { idAt } from '@/lib/runtime/ids';
import type { ContainerInterval } from './container-rates';
import type { ListedContainer } from './inventory';
import { merged, type TimedPoint } from './points';
import { isoAt } from './time';

/**
 * What happened in a container in one stretch of time, as charts show it. `cpu` counts one core as 100; rates are bytes
 * per second, null where no counter was known.
 */
export type ContainerPoint = TimedPoint & {
  cpu: number;
  cpuMin: number;
  cpuMax: number;
  memory: number;
  memoryMin: number;
  memoryMax: number;
  memoryLimit: number | null;
  receiveRate: number | null;
  sendRate: number | null;
  readRate: number | null;
  writeRate: number | null;
};

export type MeasuredContainer = { interval: ContainerInterval; endedAt: number };

/** The point of a single interval; null where memory is not accounted, because no row could hold it. */
function containerPoint({ interval, endedAt }: MeasuredContainer): ContainerPoint | null {
  const { periodSeconds, cpuPercent, memoryBytes } = interval;
  if (memoryBytes === null) return null;
  const rate = (bytes: number | null) => (bytes === null ? null : bytes / periodSeconds);
  return {
    at: endedAt - periodSeconds,
    seconds: periodSeconds,
    cpu: cpuPercent,
    cpuMin: cpuPercent,
    cpuMax: cpuPercent,
    memory: memoryBytes,
    memoryMin: memoryBytes,
    memoryMax: memoryBytes,
    memoryLimit: interval.memoryLimitBytes,
    receiveRate: rate(interval.networkRxBytes),
    sendRate: rate(interval.networkTxBytes),
    readRate: rate(interval.blockReadBytes),
    writeRate: rate(interval.blockWriteBytes),
  };
}

/** One row for intervals of one container that follow each other; null when nothing in them can be stored. */
export function containerRow(
  serverId: string,
  container: Pick<ListedContainer, 'id' | 'name' | 'state' | 'restarts'>,
  members: readonly MeasuredContainer[],
): NewContainerMetric | null {
  const points = members.flatMap((member) => containerPoint(member) ?? []);
  if (points.length === 0) return null;
  const point = merged(points);
  const bytes = (key: 'networkRxBytes' | 'networkTxBytes' | 'blockReadBytes' | 'blockWriteBytes') => {
    const known = members.flatMap(({ interval }) => interval[key] ?? []);
    return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : null;
  };
  const timestamp = isoAt(point.at);
  return {
    // Minted at the time of the row: the order of ids is the order of time, which purging goes by.
    id: idAt(Date.parse(timestamp)),
    serverId,
    containerName: container.name,
    containerId: container.id.slice(0, 12),
    resolution: 'raw',
    timestamp,
    periodSeconds: Math.max(1, Math.round(point.seconds)),
    sampleCount: points.length,
    cpuPercent: point.cpu,
    cpuPercentMin: point.cpuMin,
    cpuPercentMax: point.cpuMax,
    memoryUsageBytes: Math.round(point.memory),
    memoryUsageBytesMin: point.memoryMin,
    memoryUsageBytesMax: point.memoryMax,
    memoryLimitBytes: members.at(-1)?.interval.memoryLimitBytes ?? null,
    networkRxBytes: bytes('networkRxBytes'),
    networkTxBytes: bytes('networkTxBytes'),
    blockReadBytes: bytes('blockReadBytes'),
    blockWriteBytes: bytes('blockWriteBytes'),
    restartCount: container.restarts,
    status: container.state,
  };
}
