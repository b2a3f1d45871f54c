import { Suspense } from 'react';
import type { ListParams } from '@/components/data/list-address';
import { PanelBoundary } from '@/components/data/panel-boundary';
import { RefreshEvery } from '@/components/data/refresh-every';
import { appStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { AppContainers } from '@/components/metrics/app-containers';
import { metricMessages } from '@/components/metrics/messages';
import { RangeSwitch, untilFrom } from '@/components/metrics/range-switch';
import { SharePanels } from '@/components/metrics/share-panels';
import { PageHeader } from '@/components/shell/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { loadInstalledApp } from '@/lib/installed-apps/loaders';
import { rangeFrom } from '@/lib/metrics/ranges';
import { stateReason } from './app-table';
import { appMessages } from './messages';

/** What the containers of an app have been using: one range for all panels, in the address. */
export async function AppMetrics({ appId, params }: { appId: string; params: ListParams }) {
  const app = await loadInstalledApp(appId);
  const range = rangeFrom(params.range, '1h');
  const until = untilFrom(params.until);
  return (
    <>
      <PageHeader
        crumbs={[
          { label: appMessages.title, href: '/apps' },
          { label: app.displayName, href: `/apps/${app.id}` },
        ]}
        title={metricMessages.metrics}
        status={<StatusBadge status={appStatus[app.state]} reason={stateReason(app)} />}
      />
      {until === null && <RefreshEvery seconds={10} />}
      <div className="flex flex-col gap-4">
        <RangeSwitch path={`/apps/${app.id}/metrics`} range={range} until={until} />
        <PanelBoundary panel={metricMessages.metrics}>
          <Suspense fallback={<Skeleton className="h-72 rounded-lg noscript:hidden" />}>
            <AppContainers appId={app.id} serverId={app.serverId}>
              {(names) => (
                <SharePanels
                  serverId={app.serverId}
                  subject={app.displayName}
                  range={range}
                  until={until}
                  names={names}
                />
              )}
            </AppContainers>
          </Suspense>
        </PanelBoundary>
      </div>
    </>
  );
}
