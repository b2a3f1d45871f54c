import Link from 'next/link';
import { type Column, DataTable } from '@/components/data/data-table';
import { EmptyState } from '@/components/data/empty-state';
import { FilterBar } from '@/components/data/filter-bar';
import { formatNoun } from '@/components/data/format';
import { type ListParams, listValues } from '@/components/data/list-address';
import { Pager } from '@/components/data/pager';
import { RefreshEvery } from '@/components/data/refresh-every';
import { RelativeTime } from '@/components/data/relative-time';
import { preparationStatus, serverStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { UsageBar } from '@/components/data/usage-bar';
import { PageHeader } from '@/components/shell/page-header';
import { Badge } from '@/components/ui/badge';
import { buttonVariants } from '@/components/ui/button';
import { loadLatestMetrics } from '@/lib/metrics/loaders';
import { loadServerAbilities, loadServers } from '@/lib/servers/loaders';
import type { ServerSummary } from '@/lib/servers/views';
import { reasonFor, serverMessages } from './messages';

type Row = ServerSummary & { usage: { cpu: number | null; memory: number | null; disk: number | null } };

const states = Object.keys(serverStatus) as (keyof typeof serverStatus)[];
const statusOptions = states.map((value) => ({ value, label: serverStatus[value].word }));

/** Every server, problems first. */
export async function ServerList({ params }: { params: ListParams }) {
  const [all, may, latest] = await Promise.all([loadServers(), loadServerAbilities(), loadLatestMetrics()]);
  const query = String(params.q ?? '')
    .trim()
    .toLowerCase();
  const wanted = listValues(params.status);
  const rows = all
    .filter((server) => wanted.length === 0 || wanted.includes(server.state))
    .filter((server) => query === '' || searchText(server).includes(query))
    .sort(
      (left, right) =>
        states.indexOf(left.state) - states.indexOf(right.state) || left.name.localeCompare(right.name),
    )
    .map((server) => ({ ...server, usage: usageOf(latest.get(server.id)) }));
  const filtered = query !== '' || wanted.length > 0;
  return (
    <>
      <PageHeader title={serverMessages.title} action={may.manage ? <AddLink /> : undefined} />
      <RefreshEvery seconds={15} />
      {all.length > 0 && (
        <FilterBar
          path="/servers"
          params={params}
          search={{ label: serverMessages.search, value: String(params.q ?? '') }}
          filters={[{ name: 'status', label: 'Status', options: statusOptions, selected: wanted }]}
        />
      )}
      <DataTable
        caption={serverMessages.title}
        columns={columns}
        rows={rows}
        rowKey={(server) => server.id}
        stale={(server) => server.state === 'offline' || server.state === 'unknown'}
        empty={
          filtered && all.length > 0 ? (
            <EmptyState
              kind="no-match"
              title={serverMessages.noMatch}
              action={<Link href="/servers">{serverMessages.clearFilters}</Link>}
            />
          ) : (
            <EmptyState
              kind="first-use"
              title={serverMessages.firstUse}
              text={may.manage ? serverMessages.firstUseText : serverMessages.firstUseOthers}
              action={may.manage ? <AddLink /> : undefined}
            />
          )
        }
      />
      {all.length > 0 && <Pager total={formatNoun(rows.length, 'server')} newer={null} older={null} />}
    </>
  );
}

const columns: Column<Row>[] = [
  {
    key: 'name',
    header: 'Name',
    card: 'title',
    cell: (server) => (
      <span className="flex min-w-0 flex-col">
        <Link href={`/servers/${server.id}`} className="font-medium">
          {server.name}
        </Link>
        {server.address && (
          <span className="truncate font-mono text-muted-foreground text-xs">{server.address}</span>
        )}
        {server.tags.length > 0 && (
          <span className="mt-1 flex flex-wrap gap-1">
            {server.tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        )}
      </span>
    ),
  },
  {
    key: 'status',
    header: 'Status',
    card: 'status',
    cell: (server) => <StatusBadge status={serverStatus[server.state]} reason={reasonFor(server)} />,
  },
  {
    key: 'preparation',
    header: 'Preparation',
    card: 'fact',
    cell: (server) => <StatusBadge status={preparationStatus[server.preparation]} />,
  },
  {
    key: 'cpu',
    header: 'CPU',
    from: 'lg',
    width: 'w-28',
    cell: (server) => <Usage label={serverMessages.cpu} percent={server.usage.cpu} />,
  },
  {
    key: 'memory',
    header: 'Memory',
    from: 'lg',
    width: 'w-28',
    cell: (server) => <Usage label={serverMessages.memory} percent={server.usage.memory} />,
  },
  {
    key: 'disk',
    header: 'Disk',
    from: 'lg',
    width: 'w-28',
    cell: (server) => <Usage label={serverMessages.disk} percent={server.usage.disk} />,
  },
  { key: 'system', header: 'System', from: 'xl', cell: (server) => server.system ?? '–' },
  { key: 'apps', header: 'Apps', align: 'end', from: 'lg', cell: (server) => server.appCount },
  {
    key: 'seen',
    header: 'Last seen',
    card: 'fact',
    cell: (server) => <RelativeTime at={server.lastSeenAt} never="never" />,
  },
];

function Usage({ label, percent }: { label: string; percent: number | null }) {
  return percent === null ? '–' : <UsageBar label={label} percent={percent} />;
}

function AddLink() {
  return (
    <Link href="/servers/new" className={buttonVariants()}>
      {serverMessages.add}
    </Link>
  );
}

function searchText(server: ServerSummary): string {
  return [server.name, server.address, server.system, ...server.tags].join(' ').toLowerCase();
}

function usageOf(
  latest: { cpuPercent: number; memoryPercent: number; diskPercent: number } | undefined,
): Row['usage'] {
  return {
    cpu: latest?.cpuPercent ?? null,
    memory: latest?.memoryPercent ?? null,
    disk: latest?.diskPercent ?? null,
  };
}
