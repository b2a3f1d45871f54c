import Link from 'next/link';
import { EmptyState } from '@/components/data/empty-state';
import { FilterBar } from '@/components/data/filter-bar';
import { formatNoun } from '@/components/data/format';
import { type ListParams, listValues } from '@/components/data/list-address';
import { Pager } from '@/components/data/pager';
import { RefreshEvery } from '@/components/data/refresh-every';
import { appStatus } from '@/components/data/status';
import { PageHeader } from '@/components/shell/page-header';
import { buttonVariants } from '@/components/ui/button-variants';
import { loadAppAbilities, loadInstalledApps } from '@/lib/installed-apps/loaders';
import type { AppSummary } from '@/lib/installed-apps/views';
import { AppTable } from './app-table';
import { appMessages as words } from './messages';

/** Trouble first, then what moves, then what rests. */
const order: AppSummary['state'][] = [
  'failed',
  'crash_loop',
  'unhealthy',
  'degraded',
  'unknown',
  'pending',
  'installing',
  'updating',
  'removing',
  'starting',
  'stopped',
  'running',
];

/** Every installed app, problems first. */
export async function AppList({ params }: { params: ListParams }) {
  const [all, may] = await Promise.all([loadInstalledApps(), loadAppAbilities()]);
  const query = String(params.q ?? '')
    .trim()
    .toLowerCase();
  const [states, servers] = [listValues(params.status), listValues(params.server)];
  const shown = all
    .filter((app) => states.length === 0 || states.includes(app.state))
    .filter((app) => servers.length === 0 || servers.includes(app.serverId))
    .filter((app) => query === '' || searchText(app).includes(query))
    .sort(
      (left, right) =>
        order.indexOf(left.state) - order.indexOf(right.state) ||
        left.displayName.localeCompare(right.displayName),
    );
  return (
    <>
      <PageHeader title={words.title} action={may.operate ? <DeployLink /> : undefined} />
      <RefreshEvery seconds={15} />
      {all.length > 0 && (
        <FilterBar
          path="/apps"
          params={params}
          search={{ label: words.search, value: String(params.q ?? '') }}
          filters={[
            { name: 'status', label: 'Status', options: stateOptions(all), selected: states },
            { name: 'server', label: 'Server', options: serverOptions(all), selected: servers },
          ]}
        />
      )}
      <AppTable
        apps={shown}
        caption={words.title}
        operates={may.operate}
        empty={
          all.length > 0 ? (
            <EmptyState
              kind="no-match"
              title={words.noMatch}
              action={<Link href="/apps">{words.clearFilters}</Link>}
            />
          ) : (
            <EmptyState
              kind="first-use"
              title={words.firstUse}
              text={may.operate ? words.firstUseText : words.firstUseOthers}
              action={
                may.operate ? (
                  <Link href="/applications" className={buttonVariants()}>
                    {words.catalogue}
                  </Link>
                ) : undefined
              }
            />
          )
        }
      />
      {all.length > 0 && <Pager total={formatNoun(shown.length, 'app')} newer={null} older={null} />}
    </>
  );
}

function DeployLink() {
  return (
    <Link href="/applications" className={buttonVariants()}>
      {words.deploy}
    </Link>
  );
}

function searchText({ displayName, instanceName, applicationName, serverName }: AppSummary): string {
  return [displayName, instanceName, applicationName, serverName].join(' ').toLowerCase();
}

function stateOptions(apps: readonly AppSummary[]) {
  return order
    .map((value) => ({
      value,
      label: appStatus[value].word,
      count: apps.filter((app) => app.state === value).length,
    }))
    .filter(({ count }) => count > 0);
}

function serverOptions(apps: readonly AppSummary[]) {
  const names = new Map(apps.map((app) => [app.serverId, app.serverName]));
  return [...names]
    .map(([value, label]) => ({ value, label, count: apps.filter((app) => app.serverId === value).length }))
    .sort((left, right) => left.label.localeCompare(right.label));
}
