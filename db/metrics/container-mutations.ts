import { sql } from 'drizzle-orm';
import type { Tx } from '../write';
import type { containerMetrics } from './tables';

export type NewContainerMetric = Required<typeof containerMetrics.$inferInsert>;

/**
 * Adds rows of several servers by one statement, at most 300 in one transaction. A row that is there already stays: its
 * period was measured once. Rows of servers that were removed meanwhile are left out.
 */
export async function insertContainerMetrics(tx: Tx, rows: readonly NewContainerMetric[]): Promise<void> {
  if (rows.length === 0) return;
  const packed = JSON.stringify(
    rows.map((row) => [
      row.id,
      row.serverId,
      row.containerName,
      row.containerId,
      row.resolution,
      row.timestamp,
      row.periodSeconds,
      row.sampleCount,
      row.cpuPercent,
      row.cpuPercentMin,
      row.cpuPercentMax,
      row.memoryUsageBytes,
      row.memoryUsageBytesMin,
      row.memoryUsageBytesMax,
      row.memoryLimitBytes,
      row.networkRxBytes,
      row.networkTxBytes,
      row.blockReadBytes,
      row.blockWriteBytes,
      row.restartCount,
      row.status,
    ]),
  );
  await tx.run(sql`
    INSERT INTO container_metrics (
      id, server_id, container_name, container_id, resolution, timestamp, period_seconds, sample_count,
      cpu_percent, cpu_percent_min, cpu_percent_max,
      memory_usage_bytes, memory_usage_bytes_min, memory_usage_bytes_max, memory_limit_bytes,
      network_rx_bytes, network_tx_bytes, block_read_bytes, block_write_bytes, restart_count, status)
    SELECT
      r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5, r.value ->> 6,
      r.value ->> 7, r.value ->> 8, r.value ->> 9, r.value ->> 10, r.value ->> 11, r.value ->> 12, r.value ->> 13,
      r.value ->> 14, r.value ->> 15, r.value ->> 16, r.value ->> 17, r.value ->> 18, r.value ->> 19, r.value ->> 20
    FROM json_each(${packed}) AS r
    WHERE EXISTS (SELECT 1 FROM servers WHERE servers.id = r.value ->> 1)
    ON CONFLICT (server_id, resolution, timestamp, container_name) DO NOTHING`);
}

/**
 * Removes at most 500 rows of one tier whose ids lie between two moments: `from` (not included) and `before`. Ids are
 * made of the time of their row, so the primary key alone finds them; the plus sign keeps the planner on it. Returns
 * the ids that went, in order: fewer than 500 mean that nothing is left.
 */
export async function purgeContainerMetrics(
  tx: Tx,
  resolution: string,
  { from, before }: { from: string; before: string },
): Promise<string[]> {
  const gone = await tx.all<{ id: string }>(sql`
    DELETE FROM container_metrics WHERE id IN (
      SELECT id FROM container_metrics
      WHERE id > ${from} AND id < ${before} AND +resolution = ${resolution} ORDER BY id LIMIT 500)
    RETURNING id`);
  return gone.map(({ id }) => id).sort();
}
