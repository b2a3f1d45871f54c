import Link from 'next/link';
import { type Column, DataTable } from '@/components/data/data-table';
import { EmptyState } from '@/components/data/empty-state';
import { FilterBar } from '@/components/data/filter-bar';
import { formatNoun } from '@/components/data/format';
import { type ListParams, listAddress, listValues } from '@/components/data/list-address';
import { Pager } from '@/components/data/pager';
import { RefreshEvery } from '@/components/data/refresh-every';
import { RelativeTime } from '@/components/data/relative-time';
import { preparationStatus, serverStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { UsageBar } from '@/components/data/usage-bar';
import { PageHeader } from '@/components/shell/page-header';
import { Badge } from '@/components/ui/badge';
import { buttonVariants } from '@/components/ui/button';
import { loadCommandsEnabled } from '@/lib/servers/command/loaders';
import { loadServerAbilities } from '@/lib/servers/loaders';
import { loadServerList, type ServerListRow, serverListQuery } from '@/lib/servers/server-list';
import type { ServerMark } from '@/lib/servers/views';
import { reasonFor, serverMessages } from './messages';
import { Selection, SelectServer } from './selection';

const states = Object.keys(serverStatus) as (keyof typeof serverStatus)[];
const statusOptions = states.map((value) => ({ value, label: serverStatus[value].word }));
const markOptions = Object.entries(serverMessages.marks).map(([value, label]) => ({ value, label }));

/** Servers a page at a time, problems first; search, filters, order and place are in the address. */
export async function ServerList({ params }: { params: ListParams }) {
  const query = serverListQuery.parse(flatten(params));
  const [list, may] = await Promise.all([loadServerList(query), loadServerAbilities()]);
  const commands = may.manage && (await loadCommandsEnabled());
  const filtered =
    Boolean(query.q) || [query.status, query.mark, query.tag].some((words) => words.length > 0);
  const table = (
    <DataTable
      caption={serverMessages.title}
      columns={may.operate ? [selectable, ...rest] : columns}
      rows={list.servers}
      rowKey={(server) => server.id}
      sort={{ current: query.sort, href: (sort) => listAddress('/servers', params, { sort }) }}
      stale={(server) => server.state === 'offline' || server.state === 'unknown'}
      empty={<Empty filtered={filtered && list.total > 0} mayManage={may.manage} />}
    />
  );
  return (
    <>
      <PageHeader title={serverMessages.title} action={may.manage ? <AddLink /> : undefined} />
      <RefreshEvery seconds={15} />
      {list.total > 0 && (
        <FilterBar
          path="/servers"
          params={params}
          search={{
            label: may.operate ? serverMessages.search : serverMessages.searchNames,
            value: query.q ?? '',
          }}
          filters={[
            { name: 'status', label: 'Status', options: statusOptions, selected: listValues(params.status) },
            { name: 'mark', label: serverMessages.marksLabel, options: markOptions, selected: query.mark },
            ...(list.tags.length > 0
              ? [{ name: 'tag', label: 'Tag', options: list.tags.map(tagOption), selected: query.tag }]
              : []),
          ]}
        />
      )}
      {may.operate && list.servers.length > 0 ? (
        <Selection serverIds={list.servers.map(({ id }) => id)} mayManage={may.manage} commands={commands}>
          {table}
        </Selection>
      ) : (
        table
      )}
      {list.total > 0 && (
        <Pager
          total={totalOf(list.servers.length, list.matching)}
          newer={list.before && listAddress('/servers', params, { before: list.before, after: null })}
          older={list.after && listAddress('/servers', params, { after: list.after, before: null })}
        />
      )}
    </>
  );
}

function totalOf(shown: number, matching: number): string {
  const all = formatNoun(matching, 'server');
  return shown < matching ? serverMessages.shownOf(shown, all) : all;
}

function tagOption({ tag, servers }: { tag: string; servers: number }) {
  return { value: tag, label: tag, count: servers };
}

// `a=1&a=2` and `a=1,2` mean the same.
function flatten(params: ListParams): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
}

function Empty({ filtered, mayManage }: { filtered: boolean; mayManage: boolean }) {
  if (filtered)
    return (
      <EmptyState
        kind="no-match"
        title={serverMessages.noMatch}
        action={<Link href="/servers">{serverMessages.clearFilters}</Link>}
      />
    );
  return (
    <EmptyState
      kind="first-use"
      title={serverMessages.firstUse}
      text={mayManage ? serverMessages.firstUseText : serverMessages.firstUseOthers}
      action={mayManage ? <AddLink /> : undefined}
    />
  );
}

const columns: Column<ServerListRow>[] = [
  {
    key: 'name',
    header: 'Name',
    sort: 'name',
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
    sort: 'status',
    card: 'status',
    cell: (server) => (
      <span className="flex min-w-0 flex-col">
        <StatusBadge status={serverStatus[server.state]} reason={reasonFor(server)} />
        <Marks server={server} />
      </span>
    ),
  },
  {
    key: 'preparation',
    header: 'Preparation',
    card: 'fact',
    cell: (server) => <StatusBadge status={preparationStatus[server.preparation]} />,
  },
  {
    key: 'cpu',
    sort: '-cpu',
    header: 'CPU',
    from: 'lg',
    width: 'w-28',
    cell: (server) => (
      <Usage label={serverMessages.cpu} percent={server.usage.cpu} {...server.thresholds.cpu} />
    ),
  },
  {
    key: 'memory',
    sort: '-memory',
    header: 'Memory',
    from: 'lg',
    width: 'w-28',
    cell: (server) => (
      <Usage label={serverMessages.memory} percent={server.usage.memory} {...server.thresholds.memory} />
    ),
  },
  {
    key: 'disk',
    sort: '-disk',
    header: 'Disk',
    from: 'lg',
    width: 'w-28',
    cell: (server) => (
      <Usage label={serverMessages.disk} percent={server.usage.disk} {...server.thresholds.disk} />
    ),
  },
  { key: 'system', header: 'System', from: 'xl', cell: (server) => server.system ?? '–' },
  { key: 'apps', header: 'Apps', align: 'end', from: 'lg', cell: (server) => server.appCount },
  {
    key: 'seen',
    sort: '-seen',
    header: 'Last seen',
    card: 'fact',
    cell: (server) => <RelativeTime at={server.lastSeenAt} never="never" />,
  },
];

/** What wants a person without being a fault, in words and quietly. */
function Marks({ server }: { server: ServerListRow }) {
  const words = server.marks
    // Said by the state already.
    .filter((mark) => mark !== 'clock' || server.reason !== 'clock_off')
    .map((mark) => markWords(mark, server));
  if (words.length === 0) return null;
  return <span className="text-muted-foreground text-xs">{words.join(' · ')}</span>;
}

function markWords(mark: ServerMark, { securityUpdates, pendingUpdates }: ServerListRow): string {
  if (mark === 'security_updates') return formatNoun(securityUpdates ?? 0, 'security update');
  if (mark === 'updates') return formatNoun(pendingUpdates ?? 0, 'update');
  return serverMessages.marks[mark];
}

const [named, ...rest] = columns as [Column<ServerListRow>, ...Column<ServerListRow>[]];

/** The first column with a checkbox, for who may act on several. */
const selectable: Column<ServerListRow> = {
  ...named,
  cell: (server) => (
    <span className="flex min-w-0 items-start gap-3">
      <span className="pt-0.5">
        <SelectServer id={server.id} name={server.name} />
      </span>
      {named.cell(server)}
    </span>
  ),
};

type UsageProps = { label: string; percent: number | null; warning: number; critical: number };

function Usage({ percent, ...bar }: UsageProps) {
  return percent === null ? '–' : <UsageBar percent={percent} {...bar} />;
}

function AddLink() {
  return (
    <Link href="/servers/new" className={buttonVariants()}>
      {serverMessages.add}
    </Link>
  );
}
