import 'server-only';
import { formatUnit, type Unit } from '@/components/charts/units';
import { formatBytesOf, formatPercent } from '@/components/data/format';
import { Sparkline } from '@/components/data/sparkline';
import { UsageBar } from '@/components/data/usage-bar';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { loadServerMetrics } from '@/lib/metrics/loaders';
import type { MetricPoint } from '@/lib/metrics/points';
import type { ServerMetricsView } from '@/lib/metrics/views';
import { evenPoints } from './even-points';
import { metricMessages as words } from './messages';
import { MetricState } from './metric-state';

/** How a server does: the newest numbers as bars, and the last hour of four of them as lines. */
export async function ServerUsage({ serverId }: { serverId: string }) {
  const view = await loadServerMetrics(serverId, '1h');
  const { latest, serverName, thresholds } = view;
  return (
    <Card aria-label={words.usage}>
      <CardHeader>
        <CardTitle>{words.usage}</CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        {latest && (
          <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
            <Usage
              name={words.cpu}
              server={serverName}
              percent={latest.cpuPercent}
              text={[formatPercent(latest.cpuPercent), loadText(latest.load)].join(' · ')}
              {...thresholds.cpu}
            />
            <Usage
              name={words.memory}
              server={serverName}
              percent={latest.memoryPercent}
              text={formatBytesOf(latest.memoryUsedBytes, latest.memoryTotalBytes)}
              {...thresholds.memory}
            />
            {latest.swapTotalBytes !== null && (
              <Usage
                name={words.swap}
                server={serverName}
                percent={
                  latest.swapUsedBytes === null ? null : (100 * latest.swapUsedBytes) / latest.swapTotalBytes
                }
                text={formatBytesOf(latest.swapUsedBytes, latest.swapTotalBytes)}
                {...thresholds.memory}
              />
            )}
            {latest.mounts.map((mount) => (
              <Usage
                key={mount.point}
                name={mount.point}
                server={serverName}
                percent={mount.percent}
                text={formatBytesOf(mount.usedBytes, mount.totalBytes)}
                {...thresholds.disk}
              />
            ))}
          </div>
        )}
        {view.points.length > 1 && <LastHour view={view} />}
        <MetricState view={view} />
      </CardContent>
    </Card>
  );
}

const lines = [
  { name: words.cpu, unit: 'percent', value: (point) => point.cpu },
  { name: words.memory, unit: 'percent', value: (point) => point.memory },
  { name: words.received, unit: 'bit-rate', value: (point) => point.receiveRate },
  { name: words.sent, unit: 'bit-rate', value: (point) => point.sendRate },
] as const satisfies { name: string; unit: Unit; value: (point: MetricPoint) => number | null }[];

function LastHour({ view }: { view: ServerMetricsView }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 lg:grid-cols-4">
      {lines.map(({ name, unit, value }) => (
        <div key={name} className="min-w-0">
          <dt className="text-muted-foreground text-table">{words.lastHour(name)}</dt>
          <dd className="text-table tabular-nums">
            {formatUnit(unit, view.newest && value(view.newest))}
            <Sparkline
              label={words.of(words.lastHour(name), view.serverName)}
              points={evenPoints(view, value)}
              max={unit === 'percent' ? 100 : undefined}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}

type UsageProps = {
  name: string;
  server: string;
  percent: number | null;
  text: string;
  warning: number;
  critical: number;
};

function Usage({ name, server, ...bar }: UsageProps) {
  return (
    <div className="min-w-0">
      <p className="truncate text-muted-foreground text-table">{name}</p>
      <UsageBar label={words.of(name, server)} {...bar} />
    </div>
  );
}

function loadText(load: (number | null)[]): string {
  return words.cores(load.map((value) => (value === null ? '–' : value.toFixed(2))).join(' '));
}
