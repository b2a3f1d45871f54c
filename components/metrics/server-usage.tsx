import 'server-only';
import { formatBytesOf, formatPercent } from '@/components/data/format';
import { UsageBar } from '@/components/data/usage-bar';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { loadServerUsage } from '@/lib/metrics/loaders';
import { metricMessages as words } from './messages';
import { MetricState } from './metric-state';

/** The newest numbers of a server as bars: processors, memory, swap and each mount. */
export async function ServerUsage({ serverId }: { serverId: string }) {
  const view = await loadServerUsage(serverId);
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
        <MetricState view={view} />
      </CardContent>
    </Card>
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
