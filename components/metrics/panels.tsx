import 'server-only';
import { type Clock, formatBytesOf } from '@/components/data/format';
import type { ServerMetricsView } from '@/lib/metrics/views';
import { metricMessages as words } from './messages';
import { MetricPanel } from './metric-panel';

/** What every panel shows a part of. */
export type PanelProps = { view: ServerMetricsView; clock: Clock };

function shownIn(view: ServerMetricsView) {
  return {
    subject: view.serverName,
    view: { ...view, isLive: view.isCurrent && view.state.kind === 'live' },
  };
}

/** How busy the processors are; the time the machine wanted and did not get counts as busy. */
export function CpuPanel({ view, clock }: PanelProps) {
  return (
    <MetricPanel
      title={words.cpu}
      unit="percent"
      {...shownIn(view)}
      clock={clock}
      thresholds={view.thresholds.cpu}
      series={[{ label: words.busy, value: (p) => p.cpu, low: (p) => p.cpuMin, high: (p) => p.cpuMax }]}
    />
  );
}

/** How many programs want to run at once. */
export function LoadPanel({ view, clock }: PanelProps) {
  return (
    <MetricPanel
      title={words.load}
      unit="number"
      {...shownIn(view)}
      clock={clock}
      series={[
        { label: words.oneMinute, value: (p) => p.load1 },
        { label: words.fifteenMinutes, value: (p) => p.load15 },
      ]}
    />
  );
}

export function MemoryPanel({ view, clock }: PanelProps) {
  const swap = view.latest?.swapTotalBytes
    ? formatBytesOf(view.latest.swapUsedBytes, view.latest.swapTotalBytes)
    : words.noSwap;
  return (
    <MetricPanel
      title={words.memory}
      unit="percent"
      {...shownIn(view)}
      clock={clock}
      thresholds={view.thresholds.memory}
      note={`${words.swap} ${swap}`}
      series={[
        { label: words.used, value: (p) => p.memory, low: (p) => p.memoryMin, high: (p) => p.memoryMax },
      ]}
    />
  );
}

/** How full the root file system is; the others stand as bars on the overview. */
export function DiskPanel({ view, clock }: PanelProps) {
  return (
    <MetricPanel
      title={words.diskUse}
      unit="percent"
      {...shownIn(view)}
      clock={clock}
      thresholds={view.thresholds.disk}
      series={[{ label: words.root, value: (p) => p.disk }]}
    />
  );
}

export function DiskTrafficPanel({ view, clock }: PanelProps) {
  return (
    <MetricPanel
      title={words.diskTraffic}
      unit="byte-rate"
      {...shownIn(view)}
      clock={clock}
      series={[
        { label: words.read, value: (p) => p.diskReadRate },
        { label: words.written, value: (p) => p.diskWriteRate },
      ]}
    />
  );
}

export function NetworkPanel({ view, clock }: PanelProps) {
  return (
    <MetricPanel
      title={words.network}
      unit="bit-rate"
      {...shownIn(view)}
      clock={clock}
      series={[
        { label: words.received, value: (p) => p.receiveRate },
        { label: words.sent, value: (p) => p.sendRate },
      ]}
    />
  );
}
