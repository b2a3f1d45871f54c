import type { ListParams } from '@/components/data/list-address';
import { ServerMetricPanels } from '@/components/metrics/server-metric-panels';
import { ServerFrame } from './server-frame';

/** What a server has been doing: one range for all panels, in the address. */
export function ServerMetrics({ serverId, params }: { serverId: string; params: ListParams }) {
  return (
    <ServerFrame serverId={serverId}>
      {(server) => (
        <ServerMetricPanels
          serverId={server.id}
          path={`/servers/${server.id}/metrics`}
          params={params}
          usualRange="1h"
        />
      )}
    </ServerFrame>
  );
}
