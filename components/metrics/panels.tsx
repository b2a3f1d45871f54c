import 'server-only';
import { formatBytesOf } from '@/components/data/format';
import type { RangeName } from '@/lib/metrics/ranges';
import { metricMessages as words } from './messages';
import { MetricPanel } from './metric-panel';
import { metricsOf } from './metrics-of';

export type PanelProps = { serverId: string; range: RangeName; until: number | null };

/** How busy the processors are; the time the machine wanted and did not get counts as busy. */
export async function CpuPanel({ serverId, range, until }: PanelProps) {
  const view = await metricsOf(serverId, range, until);
  return (
    <MetricPanel
      title={words.cpu}
      unit="percent"
      view={view}
      thresholds={view.thresholds.cpu}
      series={[{ label: words.busy, value: (p) => p.cpu, low: (p) => p.cpuMin, high: (p) => p.cpuMax }]}
    />
  );
}

/** How many programs want to run at once. */
export async function LoadPanel({ serverId, range, until }: PanelProps) {
  return (
    <MetricPanel
      title={words.load}
      unit="number"
      view={await metricsOf(serverId, range, until)}
      series={[
        { label: words.oneMinute, value: (p) => p.load1 },
        { label: words.fifteenMinutes, value: (p) => p.load15 },
      ]}
    />
  );
}

export async function MemoryPanel({ serverId, range, until }: PanelProps) {
  const view = await metricsOf(serverId, range, until);
  const swap = view.latest?.swapTotalBytes
    ? formatBytesOf(view.latest.swapUsedBytes, view.latest.swapTotalBytes)
    : words.noSwap;
  return (
    <MetricPanel
      title={words.memory}
      unit="percent"
      view={view}
      thresholds={view.thresholds.memory}
      note={`${words.swap} ${swap}`}
      series={[
        { label: words.used, value: (p) => p.memory, low: (p) => p.memoryMin, high: (p) => p.memoryMax },
      ]}
    />
  );
}

/** How full the root file system is; the others stand as bars on the overview. */
export async function DiskPanel({ serverId, range, until }: PanelProps) {
  const view = await metricsOf(serverId, range, until);
  return (
    <MetricPanel
      title={words.diskUse}
      unit="percent"
      view={view}
      thresholds={view.thresholds.disk}
      series={[{ label: words.root, value: (p) => p.disk }]}
    />
  );
}

export async function DiskTrafficPanel({ serverId, range, until }: PanelProps) {
  return (
    <MetricPanel
      title={words.diskTraffic}
      unit="byte-rate"
      view={await metricsOf(serverId, range, until)}
      series={[
        { label: words.read, value: (p) => p.diskReadRate },
        { label: words.written, value: (p) => p.diskWriteRate },
      ]}
    />
  );
}

export async function NetworkPanel({ serverId, range, until }: PanelProps) {
  return (
    <MetricPanel
      title={words.network}
      unit="bit-rate"
      view={await metricsOf(serverId, range, until)}
      series={[
        { label: words.received, value: (p) => p.receiveRate },
        { label: words.sent, value: (p) => p.sendRate },
      ]}
    />
  );
}
