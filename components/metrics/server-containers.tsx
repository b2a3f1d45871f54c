import 'server-only';
import { Suspense } from 'react';
import { EmptyState } from '@/components/data/empty-state';
import { formatNoun } from '@/components/data/format';
import type { ListParams } from '@/components/data/list-address';
import { Pager } from '@/components/data/pager';
import { PanelBoundary } from '@/components/data/panel-boundary';
import { RefreshEvery } from '@/components/data/refresh-every';
import { Skeleton } from '@/components/ui/skeleton';
import { loadContainers } from '@/lib/metrics/loaders';
import { rangeFrom } from '@/lib/metrics/ranges';
import { ContainerTable } from './container-table';
import { ContainersNotice } from './containers-notice';
import { metricMessages } from './messages';
import { RangeSwitch, untilFrom } from './range-switch';
import { SharePanels } from './share-panels';

const words = metricMessages.containers;

type ServerContainersProps = { serverId: string; path: string; params: ListParams };

/** Every container of a server with its newest numbers, and what those that use most did over time. */
export function ServerContainers({ serverId, path, params }: ServerContainersProps) {
  const range = rangeFrom(params.range, '1h');
  const until = untilFrom(params.until);
  return (
    <div className="flex flex-col gap-4">
      <PanelBoundary panel={words.title}>
        <Suspense fallback={<Skeleton className="h-64 rounded-lg noscript:hidden" />}>
          <Listed serverId={serverId} path={path} params={params} />
        </Suspense>
      </PanelBoundary>
      <RangeSwitch path={path} range={range} until={until} params={params} />
      <PanelBoundary panel={metricMessages.metrics}>
        <Suspense fallback={<Skeleton className="h-72 rounded-lg noscript:hidden" />}>
          <SharePanels serverId={serverId} subject={words.title} range={range} until={until} />
        </Suspense>
      </PanelBoundary>
    </div>
  );
}

async function Listed({ serverId, path, params }: ServerContainersProps) {
  const [view] = await loadContainers([serverId]);
  if (!view) return null;
  const isEmpty = view.containers.length === 0;
  return (
    <>
      <RefreshEvery seconds={view.state.kind === 'asking' ? 3 : 10} />
      <ContainersNotice view={view} />
      {(!isEmpty || view.state.kind === 'live') && (
        <>
          <ContainerTable
            caption={words.ofServer(view.serverName)}
            containers={view.containers}
            path={path}
            params={params}
            without={['server']}
            empty={<EmptyState kind="first-use" title={words.none} text={words.noneText} />}
          />
          {!isEmpty && (
            <Pager total={formatNoun(view.containers.length, 'container')} newer={null} older={null} />
          )}
        </>
      )}
    </>
  );
}
