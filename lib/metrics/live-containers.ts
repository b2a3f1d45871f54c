import 'server-only';
import type { NewContainerMetric } from '@/db/metrics/container-mutations';
import type { MeasuredContainer } from './container-row';
import type { Inventory, ListedContainer } from './inventory';

/** What this process knows of the containers of a server beyond the rows: all of it can be lost and comes back by itself. */
export class LiveContainers {
  inventory: Inventory = { kind: 'asking' };
  /** The newest interval of each container that runs, by full id. */
  latest = new Map<string, MeasuredContainer>();
  /** The intervals of the open row, by full id. */
  readonly open = new Map<string, { container: ListedContainer; members: MeasuredContainer[] }>();
  /** Rows that are made and not committed yet. */
  readonly unsent = new Set<NewContainerMetric>();
}
