import 'server-only';
import type { Clock } from '@/components/data/format';
import type { ContainerMetricsView } from '@/lib/metrics/container-charts';
import { metricMessages } from './messages';
import { MetricPanel } from './metric-panel';

const words = metricMessages.containers;

/** The four measures of one container. */
export function ContainerPanels({ view, clock }: { view: ContainerMetricsView; clock: Clock }) {
  const shown = {
    subject: view.name,
    view: { ...view, isLive: view.isCurrent && view.container?.measuredAt != null },
    clock,
  };
  const hasNetwork = view.points.some(({ receiveRate }) => receiveRate !== null);
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <MetricPanel
        {...shown}
        title={metricMessages.cpu}
        unit="cores"
        note={words.cpuCores}
        series={[
          { label: metricMessages.busy, value: (p) => p.cpu, low: (p) => p.cpuMin, high: (p) => p.cpuMax },
        ]}
      />
      <MetricPanel
        {...shown}
        title={metricMessages.memory}
        unit="bytes"
        series={[
          {
            label: metricMessages.used,
            value: (p) => p.memory,
            low: (p) => p.memoryMin,
            high: (p) => p.memoryMax,
          },
        ]}
      />
      <MetricPanel
        {...shown}
        title={metricMessages.network}
        unit="bit-rate"
        note={hasNetwork ? undefined : words.noNetwork}
        series={[
          { label: metricMessages.received, value: (p) => p.receiveRate },
          { label: metricMessages.sent, value: (p) => p.sendRate },
        ]}
      />
      <MetricPanel
        {...shown}
        title={words.block}
        unit="byte-rate"
        series={[
          { label: metricMessages.read, value: (p) => p.readRate },
          { label: metricMessages.written, value: (p) => p.writeRate },
        ]}
      />
    </div>
  );
}
