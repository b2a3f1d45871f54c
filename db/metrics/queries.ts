import { and, desc, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../client';
import { installedApps } from '../installed-apps/tables';
import { serverCredentials, servers } from '../servers/tables';
import { serverMetrics } from './tables';

/** Servers that may be sampled: enabled, with a host key that is trusted and was not contradicted. */
export async function listSampleTargets(db: Reader) {
  return db
    .select({
      id: servers.id,
      name: servers.name,
      status: servers.status,
      alerts: servers.alerts,
      thresholds: servers.thresholds,
      version: servers.version,
      credentialVersion: serverCredentials.recordVersion,
    })
    .from(servers)
    .innerJoin(serverCredentials, eq(serverCredentials.serverId, servers.id))
    .where(
      and(
        eq(servers.isEnabled, true),
        isNotNull(servers.hostKeyPublic),
        sql`${servers.status} <> 'host_key_changed'`,
      ),
    );
}

const standing = {
  id: servers.id,
  name: servers.name,
  isEnabled: servers.isEnabled,
  isVerified: isNotNull(servers.hostKeyPublic).mapWith(Boolean),
  status: servers.status,
  statusReason: servers.statusReason,
  statusChangedAt: servers.statusChangedAt,
  lastConnectedAt: servers.lastConnectedAt,
  thresholds: servers.thresholds,
};

/** How a server stands, as panels of its numbers need it. */
export async function findServerState(db: Reader, serverId: string) {
  const [server] = await db.select(standing).from(servers).where(eq(servers.id, serverId)).limit(1);
  return server;
}

/** How these servers stand, or all, in the order of their names. */
export async function listMetricServers(db: Reader, serverIds?: readonly string[]) {
  return db
    .select(standing)
    .from(servers)
    .where(serverIds && inArray(servers.id, [...serverIds]))
    .orderBy(servers.name, servers.id);
}

/** The apps on these servers, and the names of the containers they were last seen with. */
export async function listContainerApps(db: Reader, serverIds: readonly string[]) {
  const rows = await db
    .select({
      id: installedApps.id,
      name: installedApps.displayName,
      serverId: installedApps.serverId,
      services: installedApps.services,
    })
    .from(installedApps)
    .where(inArray(installedApps.serverId, [...serverIds]));
  return rows.map(({ services, ...app }) => ({
    ...app,
    containers: services.flatMap((service) => {
      const name = (service as { container?: unknown } | null)?.container;
      return typeof name === 'string' ? [name] : [];
    }),
  }));
}

/** The newest raw row of each of these servers; servers without one are missing. One index seek per server. */
export async function listLatestServerMetrics(db: Reader, serverIds: readonly string[]) {
  const newest = db
    .select({ id: serverMetrics.id })
    .from(serverMetrics)
    .where(and(eq(serverMetrics.serverId, servers.id), eq(serverMetrics.resolution, 'raw')))
    .orderBy(desc(serverMetrics.timestamp))
    .limit(1);
  return db
    .select({
      serverId: serverMetrics.serverId,
      timestamp: serverMetrics.timestamp,
      periodSeconds: serverMetrics.periodSeconds,
      cpuPercent: serverMetrics.cpuPercent,
      memoryPercent: serverMetrics.memoryPercent,
      memoryUsedBytes: serverMetrics.memoryUsedBytes,
      memoryTotalBytes: serverMetrics.memoryTotalBytes,
      swapUsedBytes: serverMetrics.swapUsedBytes,
      diskPercent: serverMetrics.diskPercent,
      diskUsedBytes: serverMetrics.diskUsedBytes,
      diskTotalBytes: serverMetrics.diskTotalBytes,
      loadAverage1m: serverMetrics.loadAverage1m,
      loadAverage5m: serverMetrics.loadAverage5m,
      loadAverage15m: serverMetrics.loadAverage15m,
      uptimeSeconds: serverMetrics.uptimeSeconds,
      detail: serverMetrics.detail,
    })
    .from(servers)
    .innerJoin(serverMetrics, sql`${serverMetrics.id} = ${newest}`)
    .where(inArray(servers.id, [...serverIds]));
}

/** Start of the newest row of a server in each of these tiers (stored form); a tier without rows is missing. */
export async function findNewestByTier(db: Reader, serverId: string, tiers: readonly string[]) {
  const rows = await db.all<{ tier: string; newest: string | null }>(sql`
    SELECT t.value AS tier, (
      SELECT max(timestamp) FROM server_metrics WHERE server_id = ${serverId} AND resolution = t.value) AS newest
    FROM json_each(${JSON.stringify(tiers)}) AS t`);
  return new Map(rows.flatMap(({ tier, newest }) => (newest === null ? [] : [[tier, newest] as const])));
}

/** A part of a chart: rows of one tier that began at `from` or later and before `to` (stored form). */
export type SeriesPart = { tier: string; from: string; to: string };

/** Names of the numbers in one point of `findSeries`, in their order. */
export const seriesColumns = [
  'at',
  'seconds',
  'cpu',
  'cpuMin',
  'cpuMax',
  'memory',
  'memoryMin',
  'memoryMax',
  'memoryUsedBytes',
  'memoryTotalBytes',
  'swapUsedBytes',
  'disk',
  'diskUsedBytes',
  'diskTotalBytes',
  'diskReadRate',
  'diskWriteRate',
  'receiveRate',
  'sendRate',
  'load1',
  'load5',
  'load15',
] as const;

/**
 * The rows of a server in these parts, gathered into buckets of `bucketSeconds` by the database and fetched as one JSON
 * text: an array of points, each an array of numbers in the order of `seriesColumns`, in order of time. Means are
 * weighted by time; rates are bytes per second of the time whose counters are known.
 */
export async function findSeries(
  db: Reader,
  serverId: string,
  parts: readonly SeriesPart[],
  bucketSeconds: number,
): Promise<(number | null)[][]> {
  if (parts.length === 0) return [];
  const rows = sql.join(
    parts.map((part) => partOf(serverId, part)),
    sql` UNION ALL `,
  );
  const [row] = await db.all<{ points: string }>(sql`
    SELECT json_group_array(json_array(
      at, seconds, cpu, cpu_min, cpu_max, memory, memory_min, memory_max, memory_used, memory_total, swap_used,
      disk, disk_used, disk_total, disk_read, disk_write, rx, tx, load_1, load_5, load_15)) AS points
    FROM (
      SELECT
        unixepoch(timestamp) / CAST(${bucketSeconds} AS INTEGER) * CAST(${bucketSeconds} AS INTEGER) AS at,
        sum(period_seconds) AS seconds,
        sum(cpu_percent * period_seconds) / sum(period_seconds) AS cpu,
        min(cpu_percent_min) AS cpu_min, max(cpu_percent_max) AS cpu_max,
        sum(memory_percent * period_seconds) / sum(period_seconds) AS memory,
        min(memory_percent_min) AS memory_min, max(memory_percent_max) AS memory_max,
        avg(memory_used_bytes) AS memory_used, max(memory_total_bytes) AS memory_total, avg(swap_used_bytes) AS swap_used,
        sum(disk_percent * period_seconds) / sum(period_seconds) AS disk,
        avg(disk_used_bytes) AS disk_used, max(disk_total_bytes) AS disk_total,
        ${rate(sql`disk_read_bytes`)} AS disk_read, ${rate(sql`disk_write_bytes`)} AS disk_write,
        ${rate(sql`network_rx_bytes`)} AS rx, ${rate(sql`network_tx_bytes`)} AS tx,
        avg(load_average_1m) AS load_1, avg(load_average_5m) AS load_5, avg(load_average_15m) AS load_15
      FROM (${rows}) GROUP BY at ORDER BY at)`);
  return JSON.parse(row?.points ?? '[]') as (number | null)[][];
}

/** CPU percent of servers since `from` (stored form) in buckets of `bucketSeconds`: what sparklines of a list show. */
export async function listCpuHistory(
  db: Reader,
  serverIds: readonly string[],
  from: string,
  bucketSeconds: number,
) {
  const rows = await db.all<{ serverId: string; points: string }>(sql`
    SELECT server_id AS serverId, json_group_array(json_array(at, cpu)) AS points
    FROM (
      SELECT
        server_id,
        unixepoch(timestamp) / CAST(${bucketSeconds} AS INTEGER) * CAST(${bucketSeconds} AS INTEGER) AS at,
        sum(cpu_percent * period_seconds) / sum(period_seconds) AS cpu
      FROM server_metrics
      WHERE server_id IN (SELECT value FROM json_each(${JSON.stringify(serverIds)}))
        AND resolution = 'raw' AND timestamp >= ${from}
      GROUP BY server_id, at ORDER BY server_id, at)
    GROUP BY server_id`);
  return new Map(rows.map((row) => [row.serverId, JSON.parse(row.points) as [at: number, cpu: number][]]));
}

/** Start of the newest row of a server in any tier that charts read (stored form); null when nothing was measured. */
export async function findNewestMetric(db: Reader, serverId: string): Promise<string | null> {
  const newest = await findNewestByTier(db, serverId, ['raw', '10m', '1h']);
  return [...newest.values()].sort().at(-1) ?? null;
}

function partOf(serverId: string, { tier, from, to }: SeriesPart): SQL {
  return sql`SELECT * FROM server_metrics WHERE server_id = ${serverId} AND resolution = ${tier} AND timestamp >= ${from} AND timestamp < ${to}`;
}

function rate(column: SQL): SQL {
  return sql`sum(${column}) / sum(iif(${column} IS NULL, NULL, 1.0 * period_seconds))`;
}

/** Ids of all servers, in the order of their ids: whose rows upkeep goes through. */
export async function listMeasuredServers(db: Reader): Promise<string[]> {
  const rows = await db.select({ id: servers.id }).from(servers).orderBy(servers.id);
  return rows.map((row) => row.id);
}
