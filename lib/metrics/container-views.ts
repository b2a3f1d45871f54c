import 'server-only';
import { database } from '@/db/client';
import { type LastContainerRow, listLastContainerRows } from '@/db/metrics/container-queries';
import { listContainerApps, listMetricServers } from '@/db/metrics/queries';
import type { ContainerInterval } from './container-rates';
import type { MeasuredContainer } from './container-row';
import type { ListedContainer } from './inventory';
import { liveServers } from './live';
import { metricSettings } from './metric-settings';
import { isoAt, secondsOf } from './time';
import { type MetricState, stateOf } from './views';

/** A container and its newest numbers; null is unknown, never zero. Rates are bytes per second. */
export type ContainerView = {
  serverId: string;
  serverName: string;
  /** Short id. */
  id: string;
  name: string;
  image: string | null;
  /** As the engine says it; `unknown` for the last values of a container that is not seen now. */
  state: string;
  health: ListedContainer['health'];
  /** As the engine says it: "Up 3 hours (healthy)". */
  status: string | null;
  restarts: number | null;
  createdAt: string | null;
  /** The app of Tomo it belongs to; null for a container that Tomo does not manage. */
  app: { id: string; name: string } | null;
  service: string | null;
  /** When the numbers were measured; null when there are none. */
  measuredAt: string | null;
  /** 100 is one core. */
  cpuPercent: number | null;
  memoryBytes: number | null;
  /** Null: no limit of its own. */
  memoryLimitBytes: number | null;
  processes: number | null;
  receiveRate: number | null;
  sendRate: number | null;
  readRate: number | null;
  writeRate: number | null;
};

/** Why the containers of a server are as new as they are. */
export type ContainersState =
  | { kind: 'live' }
  /** The engine was not asked yet. */
  | { kind: 'asking' }
  /** The engine does not answer, or not to this account. */
  | { kind: 'unseen'; reason: string; message: string; hint: string | null; since: string }
  /** Containers are switched off in the settings. */
  | { kind: 'off' }
  /** The server itself is not measured now. */
  | { kind: 'server'; state: MetricState };

export type ServerContainersView = {
  serverId: string;
  serverName: string;
  state: ContainersState;
  /** Containers beyond the 500 that are shown. */
  unlisted: number;
  containers: ContainerView[];
};

/**
 * The containers of these servers, or of all, in the order of the servers' names: from memory where this process watches
 * the engine, else those of the newest rows.
 */
export async function viewContainers(serverIds?: readonly string[]): Promise<ServerContainersView[]> {
  const db = database();
  const servers = await listMetricServers(db, serverIds);
  const ids = servers.map(({ id }) => id);
  const unseen = ids.filter((id) => liveServers().get(id)?.containers.inventory.kind !== 'seen');
  const [apps, rows] = await Promise.all([listContainerApps(db, ids), listLastContainerRows(db, unseen)]);
  return servers.map((server) => {
    const inventory = liveServers().get(server.id)?.containers.inventory ?? { kind: 'asking' };
    const state = stateNow(stateOf(server, undefined), inventory);
    const place = { serverId: server.id, serverName: server.name };
    if (inventory.kind === 'seen') {
      const { latest } = liveServers().get(server.id)?.containers ?? {};
      const containers = [...inventory.containers.values()].map((listed) => {
        const app = apps.find(({ id, serverId }) => id === listed.appId && serverId === server.id);
        return { ...place, ...fromMemory(listed, latest?.get(listed.id)), app: app ? nameOf(app) : null };
      });
      return { ...place, state, unlisted: inventory.unlisted, containers };
    }
    const last = state.kind === 'off' ? [] : rows.filter(({ serverId }) => serverId === server.id);
    const containers = last.map((row) => {
      const app = apps.find(
        ({ serverId, containers: names }) => serverId === server.id && names.includes(row.name),
      );
      return { ...place, ...fromRow(row), app: app ? nameOf(app) : null };
    });
    return { ...place, state, unlisted: 0, containers };
  });
}

type Inventory = NonNullable<ReturnType<ReturnType<typeof liveServers>['get']>>['containers']['inventory'];

function stateNow(server: MetricState, inventory: Inventory): ContainersState {
  if (server.kind === 'off' || !metricSettings().containersEnabled) return { kind: 'off' };
  if (server.kind === 'offline' || server.kind === 'paused') return { kind: 'server', state: server };
  if (inventory.kind === 'seen') return { kind: 'live' };
  return inventory;
}

const nameOf = ({ id, name }: { id: string; name: string }) => ({ id, name });

type Numbers = Omit<ContainerView, 'serverId' | 'serverName' | 'app'>;

function fromMemory(listed: ListedContainer, measured: MeasuredContainer | undefined): Numbers {
  const { id, name, image, state, health, status, restarts, createdAt, service } = listed;
  const runs = state === 'running' ? measured : undefined;
  return {
    id: id.slice(0, 12),
    name,
    image,
    state,
    health,
    status,
    restarts,
    createdAt,
    service,
    measuredAt: runs ? isoAt(runs.endedAt) : null,
    ...numbersOf(runs?.interval),
  };
}

function numbersOf(interval: ContainerInterval | undefined) {
  const rate = (bytes: number | null | undefined) =>
    interval && bytes != null ? bytes / interval.periodSeconds : null;
  return {
    cpuPercent: interval?.cpuPercent ?? null,
    memoryBytes: interval?.memoryBytes ?? null,
    memoryLimitBytes: interval?.memoryLimitBytes ?? null,
    processes: interval?.processes ?? null,
    receiveRate: rate(interval?.networkRxBytes),
    sendRate: rate(interval?.networkTxBytes),
    readRate: rate(interval?.blockReadBytes),
    writeRate: rate(interval?.blockWriteBytes),
  };
}

function fromRow(row: LastContainerRow): Numbers {
  const rate = (bytes: number | null) => (bytes === null ? null : bytes / row.periodSeconds);
  return {
    id: row.id,
    name: row.name,
    image: null,
    // It ran when it was measured; what it does now, nobody knows.
    state: 'unknown',
    health: 'none',
    status: null,
    restarts: row.restarts,
    createdAt: null,
    service: null,
    measuredAt: isoAt(secondsOf(row.timestamp) + row.periodSeconds),
    cpuPercent: row.cpuPercent,
    memoryBytes: row.memoryBytes,
    memoryLimitBytes: row.memoryLimitBytes,
    processes: null,
    receiveRate: rate(row.rx),
    sendRate: rate(row.tx),
    readRate: rate(row.read),
    writeRate: rate(row.written),
  };
}
