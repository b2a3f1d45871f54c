import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../client';
import type { SeriesPart } from './queries';

/** Names of the numbers in one point of `findContainerSeries`, in their order. */
export const containerSeriesColumns = [
  'at',
  'seconds',
  'cpu',
  'cpuMin',
  'cpuMax',
  'memory',
  'memoryMin',
  'memoryMax',
  'memoryLimit',
  'receiveRate',
  'sendRate',
  'readRate',
  'writeRate',
] as const;

/**
 * Start of the newest row of any container of a server, or of the named ones, in each of these tiers (stored form); a tier
 * without rows is missing.
 */
export async function findNewestContainerTiers(
  db: Reader,
  serverId: string,
  tiers: readonly string[],
  names?: readonly string[],
) {
  const named = names
    ? sql` AND container_name IN (SELECT value FROM json_each(${JSON.stringify(names)}))`
    : sql``;
  const rows = await db.all<{ tier: string; newest: string | null }>(sql`
    SELECT t.value AS tier, (
      SELECT max(timestamp) FROM container_metrics
      WHERE server_id = ${serverId} AND resolution = t.value${named}) AS newest
    FROM json_each(${JSON.stringify(tiers)}) AS t`);
  return new Map(rows.flatMap(({ tier, newest }) => (newest === null ? [] : [[tier, newest] as const])));
}

/**
 * The rows of the named containers of a server in these parts, gathered into buckets of `bucketSeconds` by the database:
 * for each name an array of points, each an array of numbers in the order of `containerSeriesColumns`, in order of time.
 */
export async function findContainerSeries(
  db: Reader,
  serverId: string,
  names: readonly string[],
  parts: readonly SeriesPart[],
  bucketSeconds: number,
): Promise<Map<string, (number | null)[][]>> {
  if (parts.length === 0 || names.length === 0) return new Map();
  const rows = await db.all<{ name: string; points: string }>(sql`
    SELECT name, json_group_array(json_array(
      at, seconds, cpu, cpu_min, cpu_max, memory, memory_min, memory_max, memory_limit, rx, tx, disk_read, disk_write)) AS points
    FROM (
      SELECT
        container_name AS name, ${bucketOf(bucketSeconds)} AS at,
        sum(period_seconds) AS seconds,
        sum(cpu_percent * period_seconds) / sum(period_seconds) AS cpu,
        min(cpu_percent_min) AS cpu_min, max(cpu_percent_max) AS cpu_max,
        sum(1.0 * memory_usage_bytes * period_seconds) / sum(period_seconds) AS memory,
        min(memory_usage_bytes_min) AS memory_min, max(memory_usage_bytes_max) AS memory_max,
        max(memory_limit_bytes) AS memory_limit,
        ${rate(sql`network_rx_bytes`)} AS rx, ${rate(sql`network_tx_bytes`)} AS tx,
        ${rate(sql`block_read_bytes`)} AS disk_read, ${rate(sql`block_write_bytes`)} AS disk_write
      FROM (${partsOf(serverId, parts)})
      WHERE container_name IN (SELECT value FROM json_each(${JSON.stringify(names)}))
      GROUP BY name, at ORDER BY name, at)
    GROUP BY name`);
  return new Map(rows.map(({ name, points }) => [name, JSON.parse(points) as (number | null)[][]]));
}

/** The names of the `limit` containers of a server that used most in these parts, most first, and how many there are in all. */
export async function rankContainers(
  db: Reader,
  serverId: string,
  parts: readonly SeriesPart[],
  limit: number,
): Promise<{ byCpu: string[]; byMemory: string[]; count: number }> {
  if (parts.length === 0) return { byCpu: [], byMemory: [], count: 0 };
  const rows = await db.all<{ name: string; cpu: number; memory: number }>(sql`
    SELECT
      container_name AS name,
      sum(cpu_percent * period_seconds) AS cpu,
      sum(1.0 * memory_usage_bytes * period_seconds) / sum(period_seconds) AS memory
    FROM (${partsOf(serverId, parts)}) GROUP BY name`);
  const top = (key: 'cpu' | 'memory') =>
    [...rows]
      .sort((one, two) => two[key] - one[key] || (one.name < two.name ? -1 : 1))
      .slice(0, limit)
      .map(({ name }) => name);
  return { byCpu: top('cpu'), byMemory: top('memory'), count: rows.length };
}

/** CPU percent of every container of these servers since `from` (stored form), by server and name, in buckets of `bucketSeconds`. */
export async function listContainerCpuHistory(
  db: Reader,
  serverIds: readonly string[],
  from: string,
  bucketSeconds: number,
) {
  const rows = await db.all<{ serverId: string; name: string; points: string }>(sql`
    SELECT server_id AS serverId, name, json_group_array(json_array(at, cpu)) AS points
    FROM (
      SELECT
        server_id, container_name AS name, ${bucketOf(bucketSeconds)} AS at,
        sum(cpu_percent * period_seconds) / sum(period_seconds) AS cpu
      FROM container_metrics
      WHERE server_id IN (SELECT value FROM json_each(${JSON.stringify(serverIds)}))
        AND resolution = 'raw' AND timestamp >= ${from}
      GROUP BY server_id, name, at ORDER BY server_id, name, at)
    GROUP BY server_id, name`);
  return rows.map(({ serverId, name, points }) => ({
    serverId,
    name,
    points: JSON.parse(points) as [at: number, cpu: number][],
  }));
}

/** The newest raw row of each container that was measured in the last two minutes before the newest row of its server. */
export async function listLastContainerRows(db: Reader, serverIds: readonly string[]) {
  return db.all<LastContainerRow>(sql`
    SELECT
      c.server_id AS serverId, c.container_name AS name, c.container_id AS id, max(c.timestamp) AS timestamp,
      c.period_seconds AS periodSeconds, c.cpu_percent AS cpuPercent, c.memory_usage_bytes AS memoryBytes,
      c.memory_limit_bytes AS memoryLimitBytes, c.network_rx_bytes AS rx, c.network_tx_bytes AS tx,
      c.block_read_bytes AS read, c.block_write_bytes AS written, c.restart_count AS restarts
    FROM json_each(${JSON.stringify(serverIds)}) AS s
    JOIN container_metrics AS c ON c.server_id = s.value AND c.resolution = 'raw' AND c.timestamp >= (
      SELECT strftime('%Y-%m-%dT%H:%M:%fZ', max(timestamp), '-120 seconds') FROM container_metrics
      WHERE server_id = s.value AND resolution = 'raw')
    GROUP BY c.server_id, c.container_name`);
}

export type LastContainerRow = {
  serverId: string;
  name: string;
  id: string;
  timestamp: string;
  periodSeconds: number;
  cpuPercent: number;
  memoryBytes: number;
  memoryLimitBytes: number | null;
  rx: number | null;
  tx: number | null;
  read: number | null;
  written: number | null;
  restarts: number | null;
};

/** The oldest moment of a tier over these servers (stored form); null when it is empty. One index seek per server. */
export async function findOldestContainerRow(
  db: Reader,
  serverIds: readonly string[],
  resolution: string,
): Promise<string | null> {
  const [row] = await db.all<{ oldest: string | null }>(sql`
    SELECT min((
      SELECT min(timestamp) FROM container_metrics WHERE server_id = s.value AND resolution = ${resolution})) AS oldest
    FROM json_each(${JSON.stringify(serverIds)}) AS s`);
  return row?.oldest ?? null;
}

function bucketOf(bucketSeconds: number): SQL {
  return sql`unixepoch(timestamp) / CAST(${bucketSeconds} AS INTEGER) * CAST(${bucketSeconds} AS INTEGER)`;
}

function partsOf(serverId: string, parts: readonly SeriesPart[]): SQL {
  return sql.join(
    parts.map(
      ({ tier, from, to }) =>
        sql`SELECT * FROM container_metrics WHERE server_id = ${serverId} AND resolution = ${tier} AND timestamp >= ${from} AND timestamp < ${to}`,
    ),
    sql` UNION ALL `,
  );
}

function rate(column: SQL): SQL {
  return sql`sum(${column}) / sum(iif(${column} IS NULL, NULL, 1.0 * period_seconds))`;
}
