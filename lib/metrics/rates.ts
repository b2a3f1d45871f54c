import 'server-only';
import { countedDisks, countedInterfaces } from './counted-devices';
import type { Mount } from './mounts';
import type { Counter, Sample } from './parse-sample';
import { plausiblyMoved } from './plausible';

/** What happened on a target between two samples. Bytes moved are null where a counter began anew. */
export type Interval = {
  /** Seconds between the samples by the target's own monotonic clock. */
  periodSeconds: number;
  cpuPercent: number;
  cpuUserPercent: number;
  cpuSystemPercent: number;
  cpuIowaitPercent: number;
  cpuStealPercent: number;
  memoryPercent: number;
  memoryUsedBytes: number;
  memoryTotalBytes: number;
  swapUsedBytes: number;
  swapTotalBytes: number;
  /** Of the root file system. */
  diskPercent: number;
  diskUsedBytes: number;
  diskTotalBytes: number;
  diskReadBytes: number | null;
  diskWriteBytes: number | null;
  networkRxBytes: number | null;
  networkTxBytes: number | null;
  load: [number, number, number];
  uptimeSeconds: number;
  mounts: Mount[];
};

/**
 * The interval between two samples of one target, or null when they do not belong together: the target restarted, its
 * clock stood still, or its processor times went back. Percentages are shares of the processor time of the period:
 * busy = user + system + steal (time the machine wanted and did not get), idle = idle + iowait.
 */
export function intervalBetween(before: Sample, after: Sample): Interval | null {
  const periodSeconds = after.uptimeSeconds - before.uptimeSeconds;
  if (before.bootId !== after.bootId || periodSeconds < 0.2) return null;
  const cpu = cpuShares(before.cpu, after.cpu);
  const root = after.mounts[0];
  if (!cpu || !root) return null;
  const disk = moved(countedDisks(before.disks), countedDisks(after.disks), periodSeconds);
  const network = moved(
    countedInterfaces(before.interfaces),
    countedInterfaces(after.interfaces),
    periodSeconds,
  );
  const usedBytes = after.memory.totalBytes - after.memory.availableBytes;
  return {
    periodSeconds,
    ...cpu,
    memoryPercent: (100 * usedBytes) / after.memory.totalBytes,
    memoryUsedBytes: usedBytes,
    memoryTotalBytes: after.memory.totalBytes,
    swapUsedBytes: after.memory.swapUsedBytes,
    swapTotalBytes: after.memory.swapTotalBytes,
    diskPercent: root.percent,
    diskUsedBytes: root.usedBytes,
    diskTotalBytes: root.totalBytes,
    diskReadBytes: disk.in,
    diskWriteBytes: disk.out,
    networkRxBytes: network.in,
    networkTxBytes: network.out,
    load: after.load,
    uptimeSeconds: after.uptimeSeconds,
    mounts: after.mounts,
  };
}

type CpuShares = Pick<
  Interval,
  'cpuPercent' | 'cpuUserPercent' | 'cpuSystemPercent' | 'cpuIowaitPercent' | 'cpuStealPercent'
>;

function cpuShares(before: Sample['cpu'], after: Sample['cpu']): CpuShares | null {
  const user = after.user - before.user;
  const system = after.system - before.system;
  const steal = after.steal - before.steal;
  // proc(5): iowait "may decrease in certain conditions"; idle does on some kernels when a core sleeps deeply.
  const idle = Math.max(0, after.idle - before.idle);
  const iowait = Math.max(0, after.iowait - before.iowait);
  const total = user + system + steal + idle + iowait;
  if (user < 0 || system < 0 || steal < 0 || total <= 0) return null;
  const share = (ticks: number) => (100 * ticks) / total;
  return {
    cpuPercent: share(user + system + steal),
    cpuUserPercent: share(user),
    cpuSystemPercent: share(system),
    cpuIowaitPercent: share(iowait),
    cpuStealPercent: share(steal),
  };
}

// Only devices in both samples count: one that appeared has no beginning, one that went has no end.
function moved(
  before: readonly Counter[],
  after: readonly Counter[],
  seconds: number,
): { in: number | null; out: number | null } {
  const earlier = new Map(before.map((item) => [item.name, item]));
  let [read, written, pairs] = [0, 0, 0];
  for (const item of after) {
    const first = earlier.get(item.name);
    if (!first) continue;
    if (item.in < first.in || item.out < first.out) return { in: null, out: null };
    read += item.in - first.in;
    written += item.out - first.out;
    pairs += 1;
  }
  if (pairs === 0) return { in: null, out: null };
  return { in: plausiblyMoved(read, seconds), out: plausiblyMoved(written, seconds) };
}
