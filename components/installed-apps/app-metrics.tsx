import { Suspense } from 'react';
import type { ListParams } from '@/components/data/list-address';
import { PanelBoundary } from '@/components/data/panel-boundary';
import { RefreshEvery } from '@/components/data/refresh-every';
import { AppContainers } from '@/components/metrics/app-containers';
import { metricMessages } from '@/components/metrics/messages';
import { RangeSwitch, untilFrom } from '@/components/metrics/range-switch';
import { SharePanels } from '@/components/metrics/share-panels';
import { Skeleton } from '@/components/ui/skeleton';
import { rangeFrom } from '@/lib/metrics/ranges';
import { AppFrame } from './app-frame';

/** What the containers of an app have been using: one range for all panels, in the address. */
export function AppMetrics({ appId, params }: { appId: string; params: ListParams }) {
  const range = rangeFrom(params.range, '1h');
  const until = untilFrom(params.until);
  return (
    <AppFrame appId={appId} still>
      {(app) => (
        <div className="flex flex-col gap-4">
          {until === null && <RefreshEvery seconds={10} />}
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
      )}
    </AppFrame>
  );
}
