import 'server-only';
import { database } from '@/db/client';
import { listCpuHistory } from '@/db/metrics/queries';
import { defineLoader } from '@/lib/procedures/loader';
import { notFound } from '@/lib/runtime/errors';
import { isId } from '@/lib/runtime/ids';
import { readFleetMetrics } from './fleet';
import type { RangeName } from './ranges';
import { isoAt } from './time';
import { viewMetrics } from './views';

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
  return new Map(
    [...history].map(([serverId, points]) => {
      const values: (number | null)[] = Array.from({ length: SPARK_POINTS }, () => null);
      for (const [at, cpu] of points) {
        const place = at / SPARK_BUCKET_SECONDS - from;
        if (place >= 0 && place < SPARK_POINTS) values[place] = cpu;
      }
      return [serverId, values] as const;
    }),
  );
});

/** The numbers of one server over a range that ends at `until` (seconds since 1970; null: now). */
export const loadServerMetrics = defineLoader(
  'metrics.read',
  async (_actor, serverId: string, range: RangeName, until: number | null = null) => {
    if (!isId(serverId)) throw notFound('This server');
    return viewMetrics(serverId, range, until);
  },
);
