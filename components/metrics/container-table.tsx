import 'server-only';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data/data-table';
import { type ListParams, listAddress } from '@/components/data/list-address';
import { sortContainers } from '@/lib/metrics/container-order';
import type { ContainerView } from '@/lib/metrics/container-views';
import { containerKey, loadContainerCpuHistory } from '@/lib/metrics/loaders';
import { containerColumns } from './container-columns';
import { containerSort } from './container-sort';

type ContainerTableProps = {
  caption: string;
  containers: readonly ContainerView[];
  /** Address of the page that shows this, for sorting; left out where the order is fixed: by CPU. */
  path?: string;
  params?: ListParams;
  /** Columns that say the same in each row here. */
  without?: readonly string[];
  limit?: number;
  empty: ReactNode;
};

/** Containers with their newest numbers, sorted by the address. */
export async function ContainerTable({
  caption,
  containers,
  path,
  params = {},
  without = [],
  limit = 500,
  empty,
}: ContainerTableProps) {
  const sort = containerSort(params.sort);
  const shown = sortContainers(containers, sort.order, sort.isReversed).slice(0, limit);
  const history = await loadContainerCpuHistory([...new Set(shown.map(({ serverId }) => serverId))]);
  return (
    <DataTable
      caption={caption}
      columns={containerColumns.filter(({ key }) => !without.includes(key))}
      rows={shown.map((one) => ({ ...one, history: history.get(containerKey(one)) ?? [] }))}
      rowKey={(one) => `${one.serverId} ${one.name}`}
      stale={(one) => one.state !== 'running'}
      sort={
        path === undefined
          ? undefined
          : { current: sort.current, href: (next) => listAddress(path, params, { sort: next }) }
      }
      empty={empty}
    />
  );
}
