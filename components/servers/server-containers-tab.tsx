import type { ListParams } from '@/components/data/list-address';
import { ServerContainers } from '@/components/metrics/server-containers';
import { ServerFrame } from './server-frame';

/** What runs in Docker on a server, whoever started it. */
export function ServerContainersTab({ serverId, params }: { serverId: string; params: ListParams }) {
  return (
    <ServerFrame serverId={serverId}>
      {(server) => (
        <ServerContainers serverId={server.id} path={`/servers/${server.id}/containers`} params={params} />
      )}
    </ServerFrame>
  );
}
