import 'server-only';
import { Suspense } from 'react';
import { EmptyState } from '@/components/data/empty-state';
import { formatCount, formatNoun } from '@/components/data/format';
import type { ListParams } from '@/components/data/list-address';
import { Pager } from '@/components/data/pager';
import { PanelBoundary } from '@/components/data/panel-boundary';
import { RefreshEvery } from '@/components/data/refresh-every';
import { PageHeader } from '@/components/shell/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { loadContainers } from '@/lib/metrics/loaders';
import { ContainerTable } from './container-table';
import { ContainersNotice } from './containers-notice';
import { metricMessages } from './messages';

const words = metricMessages.containers;
const SHOWN = 100;

/** The containers of the whole fleet that use most, and the servers whose containers are not seen. */
export function FleetContainers({ params }: { params: ListParams }) {
  return (
    <>
      <PageHeader title={metricMessages.metrics} description={words.fleetText} />
      <PanelBoundary panel={words.title}>
        <Suspense fallback={<Skeleton className="h-64 rounded-lg noscript:hidden" />}>
          <Listed params={params} />
        </Suspense>
      </PanelBoundary>
    </>
  );
}

async function Listed({ params }: { params: ListParams }) {
  const servers = await loadContainers();
  const containers = servers.flatMap((server) => server.containers);
  const shown = Math.min(SHOWN, containers.length);
  const isOff = servers.length > 0 && servers.every(({ state }) => state.kind === 'off');
  const notices = isOff ? servers.slice(0, 1) : servers;
  return (
    <div className="flex flex-col gap-3">
      <RefreshEvery seconds={10} />
      {notices.map((server) => (
        <ContainersNotice key={server.serverId} view={server} named />
      ))}
      <ContainerTable
        caption={words.fleet}
        containers={containers}
        path="/metrics"
        params={params}
        limit={SHOWN}
        empty={<EmptyState kind="first-use" title={words.fleetNone} text={words.fleetNoneText} />}
      />
      {containers.length > 0 && (
        <Pager
          total={words.shown(formatCount(shown), formatNoun(containers.length, 'container'))}
          newer={null}
          older={null}
        />
      )}
    </div>
  );
}
