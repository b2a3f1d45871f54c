import { sql } from 'drizzle-orm';
import type { Reader } from '../client';
import type { Tx } from '../write';
import type { RollUp } from './roll-up';

/**
 * Where the roll-up of the containers of these servers has to go on: start of the oldest source row (stored form) that no
 * bucket of the coarser tier covers; null when there is none. Two index seeks per server.
 */
export async function findContainerRollUpStart(
  db: Reader,
  { serverIds, from, to, spanSeconds }: RollUp,
): Promise<string | null> {
  const [row] = await db.all<{ start: string | null }>(sql`
    SELECT min((
      SELECT min(m.timestamp) FROM container_metrics AS m
      WHERE m.server_id = s.value AND m.resolution = ${from} AND m.timestamp >= coalesce((
        SELECT strftime('%Y-%m-%dT%H:%M:%fZ', max(w.timestamp), '+' || ${spanSeconds} || ' seconds')
        FROM container_metrics AS w WHERE w.server_id = s.value AND w.resolution = ${to}), '')
    )) AS start
    FROM json_each(${JSON.stringify(serverIds)}) AS s`);
  return row?.start ?? null;
}

/**
 * Makes the rows of tier `to` from those of tier `from` that began at `since` or later and before `until` (stored form,
 * `since` on a bucket's edge), one per container name: means weighted by time, extremes, sums of the bytes that are known,
 * the rest as it was at the end. May be killed and repeated; a bucket whose source went meanwhile keeps its fuller row.
 */
export async function rollUpContainerMetrics(
  tx: Tx,
  rule: RollUp,
  since: string,
  until: string,
): Promise<void> {
  await tx.run(sql`
    INSERT INTO container_metrics (
      id, server_id, container_name, container_id, resolution, timestamp, period_seconds, sample_count,
      cpu_percent, cpu_percent_min, cpu_percent_max,
      memory_usage_bytes, memory_usage_bytes_min, memory_usage_bytes_max, memory_limit_bytes,
      network_rx_bytes, network_tx_bytes, block_read_bytes, block_write_bytes, restart_count, status)
    SELECT
      substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-7' || substr(noise, 1, 3) || '-8' || substr(noise, 4, 3) || '-' || substr(noise, 7, 12),
      m.server_id, m.container_name, newest.container_id, ${rule.to}, strftime('%Y-%m-%dT%H:%M:%fZ', bucket, 'unixepoch'), seconds, samples,
      cpu, cpu_min, cpu_max, memory, memory_min, memory_max, newest.memory_limit_bytes, rx, tx, read, written, newest.restart_count, newest.status
    FROM (
      SELECT
        server_id, container_name, bucket,
        printf('%012x', bucket * 1000) AS hex, lower(hex(randomblob(9))) AS noise,
        sum(period_seconds) AS seconds, sum(sample_count) AS samples, max(timestamp) AS last,
        sum(cpu_percent * period_seconds) / sum(period_seconds) AS cpu,
        min(cpu_percent_min) AS cpu_min, max(cpu_percent_max) AS cpu_max,
        CAST(round(sum(1.0 * memory_usage_bytes * period_seconds) / sum(period_seconds)) AS INTEGER) AS memory,
        min(memory_usage_bytes_min) AS memory_min, max(memory_usage_bytes_max) AS memory_max,
        sum(network_rx_bytes) AS rx, sum(network_tx_bytes) AS tx,
        sum(block_read_bytes) AS read, sum(block_write_bytes) AS written
      FROM (
        SELECT *, unixepoch(timestamp) / CAST(${rule.spanSeconds} AS INTEGER) * CAST(${rule.spanSeconds} AS INTEGER) AS bucket
        FROM container_metrics
        WHERE server_id IN (SELECT value FROM json_each(${JSON.stringify(rule.serverIds)}))
          AND resolution = ${rule.from} AND timestamp >= ${since} AND timestamp < ${until})
      GROUP BY server_id, container_name, bucket) AS m
    JOIN container_metrics AS newest
      ON newest.server_id = m.server_id AND newest.resolution = ${rule.from}
      AND newest.timestamp = m.last AND newest.container_name = m.container_name
    WHERE true
    ON CONFLICT (server_id, resolution, timestamp, container_name) DO UPDATE SET
      container_id = excluded.container_id, period_seconds = excluded.period_seconds, sample_count = excluded.sample_count,
      cpu_percent = excluded.cpu_percent, cpu_percent_min = excluded.cpu_percent_min, cpu_percent_max = excluded.cpu_percent_max,
      memory_usage_bytes = excluded.memory_usage_bytes, memory_usage_bytes_min = excluded.memory_usage_bytes_min,
      memory_usage_bytes_max = excluded.memory_usage_bytes_max, memory_limit_bytes = excluded.memory_limit_bytes,
      network_rx_bytes = excluded.network_rx_bytes, network_tx_bytes = excluded.network_tx_bytes,
      block_read_bytes = excluded.block_read_bytes, block_write_bytes = excluded.block_write_bytes,
      restart_count = excluded.restart_count, status = excluded.status
    WHERE excluded.sample_count >= container_metrics.sample_count`);
}
