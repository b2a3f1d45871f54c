import 'server-only';
import type { ReactNode } from 'react';
import { EmptyState } from '@/components/data/empty-state';
import { loadContainers } from '@/lib/metrics/loaders';
import { ContainerTable } from './container-table';
import { ContainersNotice } from './containers-notice';
import { metricMessages } from './messages';

const words = metricMessages.containers;

type AppContainersProps = { appId: string; serverId: string; children?: (names: string[]) => ReactNode };

/** What each container of an app uses now; `children` gets their names. */
export async function AppContainers({ appId, serverId, children }: AppContainersProps) {
  const [view] = await loadContainers([serverId]);
  if (!view) return null;
  const containers = view.containers.filter((one) => one.app?.id === appId);
  return (
    <>
      <ContainersNotice view={{ ...view, containers }} />
      <ContainerTable
        caption={words.ofApp}
        containers={containers}
        without={['server', 'app']}
        empty={<EmptyState kind="first-use" title={words.nothingRuns} />}
      />
      {children?.(containers.map(({ name }) => name))}
    </>
  );
}
