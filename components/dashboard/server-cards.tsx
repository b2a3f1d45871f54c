import Link from 'next/link';
import { formatNoun } from '@/components/data/format';
import { Sparkline } from '@/components/data/sparkline';
import { serverStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { UsageBar } from '@/components/data/usage-bar';
import { Card, CardContent, CardHeader } from '@/components/ui/card';
import { loadCpuHistory, loadLatestMetrics } from '@/lib/metrics/loaders';
import type { ServerSummary } from '@/lib/servers/views';
import { dashboardMessages as words } from './messages';

const SHOWN = 12;
const order = Object.keys(serverStatus);

/** Servers at a glance, problems first. */
export async function ServerCards({ servers }: { servers: ServerSummary[] }) {
  const shown = [...servers]
    .sort(
      (left, right) =>
        order.indexOf(left.state) - order.indexOf(right.state) || left.name.localeCompare(right.name),
    )
    .slice(0, SHOWN);
  const [latest, history] = await Promise.all([
    loadLatestMetrics(),
    loadCpuHistory(shown.map((server) => server.id)),
  ]);
  return (
    <section aria-labelledby="servers">
      <div className="mb-2 flex items-baseline justify-between">
        <h2 id="servers" className="font-semibold text-sm">
          {words.servers}
        </h2>
        <Link href="/servers" className="text-accent-ink text-table">
          {words.allServers}
        </Link>
      </div>
      <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {shown.map((server) => {
          const usage = latest.get(server.id);
          return (
            <li key={server.id}>
              <Card>
                <CardHeader>
                  <Link href={`/servers/${server.id}`} className="min-w-0 truncate font-medium">
                    {server.name}
                  </Link>
                  <StatusBadge status={serverStatus[server.state]} />
                </CardHeader>
                <CardContent className="flex flex-col gap-2">
                  {usage ? (
                    <div className="grid grid-cols-[4rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-table">
                      <span className="text-muted-foreground">{words.cpu}</span>
                      <UsageBar label={words.cpu} percent={usage.cpuPercent} {...server.thresholds.cpu} />
                      <Sparkline
                        points={history.get(server.id) ?? []}
                        max={100}
                        label={words.cpuHour}
                        className="col-span-2"
                      />
                      <span className="text-muted-foreground">{words.memory}</span>
                      <UsageBar
                        label={words.memory}
                        percent={usage.memoryPercent}
                        {...server.thresholds.memory}
                      />
                      <span className="text-muted-foreground">{words.disk}</span>
                      <UsageBar label={words.disk} percent={usage.diskPercent} {...server.thresholds.disk} />
                    </div>
                  ) : (
                    <p className="py-2 text-muted-foreground text-table">{words.noData}</p>
                  )}
                  <p className="text-muted-foreground text-xs">
                    {[server.system, formatNoun(server.appCount, 'app')].filter(Boolean).join(' · ')}
                  </p>
                </CardContent>
              </Card>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
