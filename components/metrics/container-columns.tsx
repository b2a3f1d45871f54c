import 'server-only';
import type { Route } from 'next';
import Link from 'next/link';
import type { Column } from '@/components/data/data-table';
import { formatBytes, formatRate, formatShare } from '@/components/data/format';
import { Sparkline } from '@/components/data/sparkline';
import { containerStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { UsageBar } from '@/components/data/usage-bar';
import type { ContainerView } from '@/lib/metrics/container-views';
import { metricMessages } from './messages';

const words = metricMessages.containers;

/** A row of a table of containers; `history`: CPU of the last hour, one value a minute. */
export type ContainerRow = ContainerView & { history: (number | null)[] };

/** Everything a table of containers may show, in order. */
export const containerColumns: Column<ContainerRow>[] = [
  {
    key: 'name',
    header: words.name,
    sort: 'name',
    card: 'title',
    cell: (one) => (
      <span className="flex min-w-0 flex-col">
        <Link href={containerAddress(one)} className="font-medium [overflow-wrap:anywhere]">
          {one.name}
        </Link>
        {one.image && <span className="truncate text-muted-foreground text-xs">{one.image}</span>}
      </span>
    ),
  },
  {
    key: 'state',
    header: words.state,
    sort: 'state',
    card: 'status',
    cell: (one) => <ContainerBadge container={one} />,
  },
  {
    key: 'server',
    header: words.server,
    card: 'fact',
    cell: (one) => <Link href={`/servers/${one.serverId}`}>{one.serverName}</Link>,
  },
  {
    key: 'app',
    header: words.app,
    card: 'fact',
    cell: (one) =>
      one.app ? (
        <Link href={`/apps/${one.app.id}`}>{one.app.name}</Link>
      ) : (
        <span className="text-muted-foreground">{words.notManaged}</span>
      ),
  },
  {
    key: 'cpu',
    header: metricMessages.cpu,
    sort: '-cpu',
    card: 'fact',
    width: 'w-36',
    cell: (one) => <CpuCell container={one} />,
  },
  {
    key: 'memory',
    header: metricMessages.memory,
    sort: '-memory',
    card: 'fact',
    width: 'w-36',
    cell: (one) => <MemoryCell container={one} />,
  },
  {
    key: 'network',
    header: metricMessages.network,
    sort: '-network',
    card: 'fact',
    from: 'lg',
    cell: (one) => <NetworkCell container={one} />,
  },
  {
    key: 'restarts',
    header: words.restarts,
    sort: '-restarts',
    align: 'end',
    card: 'fact',
    from: 'xl',
    cell: (one) => one.restarts ?? '–',
  },
];

/** Where a container has its page. */
function containerAddress({ serverId, name }: { serverId: string; name: string }): Route {
  return `/servers/${serverId}/containers/${encodeURIComponent(name)}` as Route;
}

/** State and health of a container as one word. */
export function ContainerBadge({ container }: { container: ContainerView }) {
  const { state, health } = container;
  const key = state === 'running' && health !== 'none' ? health : state;
  const known = Object.hasOwn(containerStatus, key) ? (key as keyof typeof containerStatus) : 'unknown';
  return <StatusBadge status={containerStatus[known]} />;
}

function CpuCell({ container }: { container: ContainerRow }) {
  const { cpuPercent, history, name } = container;
  if (cpuPercent === null && history.every((value) => value === null)) return '–';
  return (
    <span className="flex items-center gap-2">
      <span className="w-14 shrink-0 tabular-nums">{formatShare(cpuPercent)}</span>
      <Sparkline
        className="h-5 min-w-0 max-w-24"
        points={history}
        label={words.cpuHour(name)}
        max={scale(history)}
      />
    </span>
  );
}

// A quiet container is a flat line, not a mountain range: the scale never falls below a tenth of a core.
function scale(history: readonly (number | null)[]): number {
  return Math.max(10, ...history.map((value) => value ?? 0));
}

function MemoryCell({ container }: { container: ContainerRow }) {
  const { memoryBytes, memoryLimitBytes, name } = container;
  if (memoryBytes === null) return '–';
  if (memoryLimitBytes === null) return <span className="tabular-nums">{formatBytes(memoryBytes)}</span>;
  return (
    <UsageBar
      label={words.memoryOf(name)}
      percent={(100 * memoryBytes) / memoryLimitBytes}
      text={`${formatBytes(memoryBytes)} ${words.of} ${formatBytes(memoryLimitBytes)}`}
      warning={80}
      critical={95}
    />
  );
}

function NetworkCell({ container: { receiveRate, sendRate } }: { container: ContainerRow }) {
  if (receiveRate === null && sendRate === null) return '–';
  return (
    <span className="whitespace-nowrap tabular-nums">
      <span aria-hidden="true">↓ </span>
      <span className="sr-only">{words.receives} </span>
      {formatRate(receiveRate, 'bits')} <span aria-hidden="true">↑ </span>
      <span className="sr-only">{words.sends} </span>
      {formatRate(sendRate, 'bits')}
    </span>
  );
}
