import 'server-only';
import type { ContainerCounters, ContainerSample } from './control-groups';
import { plausiblyMoved } from './plausible';

/** What happened in one container between two samples. Bytes moved are null where a counter is unknown or began anew. */
export type ContainerInterval = {
  /** Seconds between the samples by the target's own monotonic clock. */
  periodSeconds: number;
  /** 100 is one core. */
  cpuPercent: number;
  /** At the end of the period; null where the kernel does not account memory per container. */
  memoryBytes: number | null;
  /** Null: unlimited. */
  memoryLimitBytes: number | null;
  processes: number | null;
  networkRxBytes: number | null;
  networkTxBytes: number | null;
  blockReadBytes: number | null;
  blockWriteBytes: number | null;
};

/**
 * The intervals between two samples, by full container id. A container in only one of them, and one whose processor time
 * went back because it was started again, has none: its next interval is its first.
 */
export function containerIntervals(
  before: ContainerSample,
  after: ContainerSample,
): Map<string, ContainerInterval> {
  const periodSeconds = after.uptimeSeconds - before.uptimeSeconds;
  const intervals = new Map<string, ContainerInterval>();
  if (periodSeconds < 0.2) return intervals;
  for (const [id, counters] of after.counters) {
    const earlier = before.counters.get(id);
    const interval = earlier && intervalOf(earlier, counters, periodSeconds);
    if (interval) intervals.set(id, interval);
  }
  return intervals;
}

function intervalOf(
  before: ContainerCounters,
  after: ContainerCounters,
  periodSeconds: number,
): ContainerInterval | null {
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  if (cpuSeconds < 0) return null;
  return {
    periodSeconds,
    cpuPercent: (100 * cpuSeconds) / periodSeconds,
    memoryBytes: after.memoryBytes,
    memoryLimitBytes: after.memoryLimitBytes,
    processes: after.processes,
    networkRxBytes: moved(before.receivedBytes, after.receivedBytes, periodSeconds),
    networkTxBytes: moved(before.sentBytes, after.sentBytes, periodSeconds),
    blockReadBytes: moved(before.readBytes, after.readBytes, periodSeconds),
    blockWriteBytes: moved(before.writtenBytes, after.writtenBytes, periodSeconds),
  };
}

function moved(before: number | null, after: number | null, seconds: number): number | null {
  return before === null || after === null ? null : plausiblyMoved(after - before, seconds);
}
