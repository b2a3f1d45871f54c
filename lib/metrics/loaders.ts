import 'server-only';
import { database } from '@/db/client';
import { listContainerCpuHistory } from '@/db/metrics/container-queries';
import { listCpuHistory } from '@/db/metrics/queries';
import { defineLoader } from '@/lib/procedures/loader';
import { notFound } from '@/lib/runtime/errors';
import { isId } from '@/lib/runtime/ids';
import { viewContainer, viewShares } from './container-charts';
import { type ServerContainersView, viewContainers } from './container-views';
import { readFleetMetrics } from './fleet';
import type { RangeName } from './ranges';
import { isoAt } from './time';
import { viewMetrics } from './views';
import { watch } from './watch';

const SPARK_BUCKET_SECONDS = 60;
const SPARK_POINTS = 60;

/** The newest numbers of these servers (all of them when left out) by server id; those never measured are missing. */
export const loadLatestMetrics = defineLoader(
  'metrics.read',
  async (_actor, serverIds?: readonly string[]) => {
    const latest = await readFleetMetrics(serverIds);
    return new Map(latest.map((metrics) => [metrics.serverId, metrics]));
  },
);

/** CPU percent of the last hour by server id, one value a minute, oldest first; null is a gap. For sparklines. */
export const loadCpuHistory = defineLoader('metrics.read', async (_actor, serverIds: readonly string[]) => {
  const to = Math.floor(Date.now() / 1000 / SPARK_BUCKET_SECONDS);
  const from = to - SPARK_POINTS;
  const history = await listCpuHistory(
    database(),
    serverIds,
    isoAt(from * SPARK_BUCKET_SECONDS),
    SPARK_BUCKET_SECONDS,
  );
  return new Map([...history].map(([serverId, points]) => [serverId, sparkline(points, from)] as const));
});

/** The containers of these servers, or of all; counts as looking at each of them. */
export const loadContainers = defineLoader(
  'metrics.read',
  async (_actor, serverIds?: readonly string[]): Promise<ServerContainersView[]> => {
    const servers = await viewContainers(serverIds?.filter(isId));
    for (const { serverId } of servers) watch(serverId);
    return servers;
  },
);

/** CPU percent of the last hour by server and container name (`containerKey`), one value a minute, oldest first; null is a gap. */
export const loadContainerCpuHistory = defineLoader(
  'metrics.read',
  async (_actor, serverIds: readonly string[]) => {
    const to = Math.floor(Date.now() / 1000 / SPARK_BUCKET_SECONDS);
    const from = to - SPARK_POINTS;
    const since = isoAt(from * SPARK_BUCKET_SECONDS);
    const rows = await listContainerCpuHistory(database(), serverIds, since, SPARK_BUCKET_SECONDS);
    return new Map(
      rows.map(
        ({ serverId, name, points }) => [containerKey({ serverId, name }), sparkline(points, from)] as const,
      ),
    );
  },
);

/** Names a container in `loadContainerCpuHistory`. */
export function containerKey({ serverId, name }: { serverId: string; name: string }): string {
  return `${serverId} ${name}`;
}

/** The numbers of one container over a range that ends at `until` (seconds since 1970; null: now). */
export const loadContainerMetrics = defineLoader(
  'metrics.read',
  async (_actor, serverId: string, name: string, range: RangeName, until: number | null = null) => {
    if (!isId(serverId)) throw notFound('This server');
    return viewContainer(serverId, name, range, until);
  },
);

/** CPU and memory of the containers of a server that use most, or of `names`, over a range that ends at `until`. */
export const loadShares = defineLoader(
  'metrics.read',
  async (
    _actor,
    serverId: string,
    range: RangeName,
    until: number | null = null,
    names?: readonly string[],
  ) => {
    if (!isId(serverId)) throw notFound('This server');
    return viewShares(serverId, range, until, names);
  },
);

function sparkline(points: readonly [at: number, cpu: number][], from: number): (number | null)[] {
  const values: (number | null)[] = Array.from({ length: SPARK_POINTS }, () => null);
  for (const [at, cpu] of points) {
    const place = at / SPARK_BUCKET_SECONDS - from;
    if (place >= 0 && place < SPARK_POINTS) values[place] = cpu;
  }
  return values;
}

/** The numbers of one server over a range that ends at `until` (seconds since 1970; null: now). */
export const loadServerMetrics = defineLoader(
  'metrics.read',
  async (_actor, serverId: string, range: RangeName, until: number | null = null) => {
    if (!isId(serverId)) throw notFound('This server');
    return viewMetrics(serverId, range, until);
  },
);
