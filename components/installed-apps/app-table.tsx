import Link from 'next/link';
import type { ReactNode } from 'react';
import { type Column, DataTable } from '@/components/data/data-table';
import { RelativeTime } from '@/components/data/relative-time';
import { appStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import type { AppSummary } from '@/lib/installed-apps/views';
import { appActs } from './app-abilities';
import { AppMenu } from './app-menu';
import { appMessages as words } from './messages';
import { OpenLink } from './open-link';

type AppTableProps = {
  apps: AppSummary[];
  caption: string;
  /** Whether the person may act on apps. */
  operates: boolean;
  empty: ReactNode;
  /** Left out on the page of a server, where it is the same in each row. */
  withServer?: boolean;
};

/** Installed apps as a list. */
export function AppTable({ apps, caption, operates, empty, withServer = true }: AppTableProps) {
  return (
    <DataTable
      caption={caption}
      columns={withServer ? columns : columns.filter(({ key }) => key !== 'server')}
      rows={apps}
      rowKey={(app) => app.id}
      stale={(app) => app.state === 'unknown'}
      actions={(app) => (
        <>
          {app.pages[0] && app.deployed && (
            <OpenLink page={app.pages[0]} app={app.displayName} look="outline" small />
          )}
          {operates && <AppMenu app={app} can={appActs(app.state, app.deployed, false)} small />}
        </>
      )}
      empty={empty}
    />
  );
}

const columns: Column<AppSummary>[] = [
  {
    key: 'name',
    header: 'Name',
    card: 'title',
    cell: (app) => (
      <span className="flex min-w-0 flex-col">
        <Link href={`/apps/${app.id}`} className="font-medium">
          {app.displayName}
        </Link>
        <span className="truncate text-muted-foreground text-xs">
          {[app.applicationName, app.version].filter(Boolean).join(' ')}
        </span>
      </span>
    ),
  },
  {
    key: 'status',
    header: 'Status',
    card: 'status',
    cell: (app) => <StatusBadge status={appStatus[app.state]} reason={stateReason(app)} />,
  },
  {
    key: 'server',
    header: 'Server',
    card: 'fact',
    cell: (app) => <Link href={`/servers/${app.serverId}`}>{app.serverName}</Link>,
  },
  {
    key: 'checked',
    header: 'Seen',
    card: 'fact',
    from: 'lg',
    cell: (app) => <RelativeTime at={app.statusCheckedAt} />,
  },
];

/** What stands beside the state of an app: how much of it is up, or why nothing is known. */
export function stateReason(
  app: Pick<AppSummary, 'state' | 'services' | 'unknownBecause'>,
): string | undefined {
  if (app.state === 'degraded') return words.degraded(app.services.up, app.services.all);
  if (app.state !== 'unknown' || app.unknownBecause === null) return undefined;
  return app.unknownBecause === 'engine_silent' ? words.engineSilent : words.serverOffline;
}
