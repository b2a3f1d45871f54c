import { sql } from 'drizzle-orm';
import type { Reader } from '../client';
import type { Tx } from '../write';

export type RollUp = {
  serverIds: readonly string[];
  from: string;
  to: string;
  spanSeconds: number;
};

/**
 * Where the roll-up of these servers has to go on: start of the oldest source row (stored form) that no bucket of the
 * coarser tier covers; null when there is none. One index seek per server.
 */
export async function findRollUpStart(
  db: Reader,
  { serverIds, from, to, spanSeconds }: RollUp,
): Promise<string | null> {
  const [row] = await db.all<{ start: string | null }>(sql`
    SELECT min((
      SELECT min(m.timestamp) FROM server_metrics AS m
      WHERE m.server_id = s.value AND m.resolution = ${from} AND m.timestamp >= coalesce((
        SELECT strftime('%Y-%m-%dT%H:%M:%fZ', max(w.timestamp), '+' || ${spanSeconds} || ' seconds')
        FROM server_metrics AS w WHERE w.server_id = s.value AND w.resolution = ${to}), '')
    )) AS start
    FROM json_each(${JSON.stringify(serverIds)}) AS s`);
  return row?.start ?? null;
}

/**
 * Makes the rows of tier `to` from those of tier `from` that began at `since` or later and before `until` (stored form,
 * `since` on a bucket's edge): means weighted by time, extremes, sums of the bytes that are known. May be killed and
 * repeated; a bucket whose source went meanwhile keeps its fuller row. Ids are UUIDv7 of the bucket's own time.
 */
export async function rollUpServerMetrics(tx: Tx, rule: RollUp, since: string, until: string): Promise<void> {
  await tx.run(sql`
    INSERT INTO server_metrics (
      id, server_id, resolution, timestamp, period_seconds, sample_count,
      cpu_percent, cpu_percent_min, cpu_percent_max,
      cpu_user_percent, cpu_system_percent, cpu_iowait_percent, cpu_steal_percent,
      memory_percent, memory_percent_min, memory_percent_max, memory_used_bytes, memory_total_bytes, swap_used_bytes,
      disk_percent, disk_used_bytes, disk_total_bytes, disk_read_bytes, disk_write_bytes, network_rx_bytes, network_tx_bytes,
      load_average_1m, load_average_5m, load_average_15m, uptime_seconds)
    SELECT
      substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-7' || substr(noise, 1, 3) || '-8' || substr(noise, 4, 3) || '-' || substr(noise, 7, 12),
      server_id, ${rule.to}, strftime('%Y-%m-%dT%H:%M:%fZ', bucket, 'unixepoch'), seconds, samples,
      cpu, cpu_min, cpu_max, cpu_user, cpu_system, cpu_iowait, cpu_steal,
      memory, memory_min, memory_max, memory_used, memory_total, swap_used,
      disk, disk_used, disk_total, disk_read, disk_write, rx, tx, load_1, load_5, load_15, uptime
    FROM (
      SELECT
        server_id, bucket, printf('%012x', bucket * 1000) AS hex, lower(hex(randomblob(9))) AS noise,
        sum(period_seconds) AS seconds, sum(sample_count) AS samples,
        sum(cpu_percent * period_seconds) / sum(period_seconds) AS cpu,
        min(cpu_percent_min) AS cpu_min, max(cpu_percent_max) AS cpu_max,
        sum(cpu_user_percent * period_seconds) / sum(iif(cpu_user_percent IS NULL, NULL, period_seconds)) AS cpu_user,
        sum(cpu_system_percent * period_seconds) / sum(iif(cpu_system_percent IS NULL, NULL, period_seconds)) AS cpu_system,
        sum(cpu_iowait_percent * period_seconds) / sum(iif(cpu_iowait_percent IS NULL, NULL, period_seconds)) AS cpu_iowait,
        sum(cpu_steal_percent * period_seconds) / sum(iif(cpu_steal_percent IS NULL, NULL, period_seconds)) AS cpu_steal,
        sum(memory_percent * period_seconds) / sum(period_seconds) AS memory,
        min(memory_percent_min) AS memory_min, max(memory_percent_max) AS memory_max,
        CAST(round(sum(1.0 * memory_used_bytes * period_seconds) / sum(period_seconds)) AS INTEGER) AS memory_used,
        max(memory_total_bytes) AS memory_total,
        CAST(round(avg(swap_used_bytes)) AS INTEGER) AS swap_used,
        sum(disk_percent * period_seconds) / sum(period_seconds) AS disk,
        CAST(round(sum(1.0 * disk_used_bytes * period_seconds) / sum(period_seconds)) AS INTEGER) AS disk_used,
        max(disk_total_bytes) AS disk_total,
        sum(disk_read_bytes) AS disk_read, sum(disk_write_bytes) AS disk_write,
        sum(network_rx_bytes) AS rx, sum(network_tx_bytes) AS tx,
        avg(load_average_1m) AS load_1, avg(load_average_5m) AS load_5, avg(load_average_15m) AS load_15,
        max(uptime_seconds) AS uptime
      FROM (
        SELECT *, unixepoch(timestamp) / CAST(${rule.spanSeconds} AS INTEGER) * CAST(${rule.spanSeconds} AS INTEGER) AS bucket
        FROM server_metrics
        WHERE server_id IN (SELECT value FROM json_each(${JSON.stringify(rule.serverIds)}))
          AND resolution = ${rule.from} AND timestamp >= ${since} AND timestamp < ${until})
      GROUP BY server_id, bucket)
    WHERE true
    ON CONFLICT (server_id, resolution, timestamp) DO UPDATE SET
      period_seconds = excluded.period_seconds, sample_count = excluded.sample_count,
      cpu_percent = excluded.cpu_percent, cpu_percent_min = excluded.cpu_percent_min, cpu_percent_max = excluded.cpu_percent_max,
      cpu_user_percent = excluded.cpu_user_percent, cpu_system_percent = excluded.cpu_system_percent,
      cpu_iowait_percent = excluded.cpu_iowait_percent, cpu_steal_percent = excluded.cpu_steal_percent,
      memory_percent = excluded.memory_percent, memory_percent_min = excluded.memory_percent_min,
      memory_percent_max = excluded.memory_percent_max, memory_used_bytes = excluded.memory_used_bytes,
      memory_total_bytes = excluded.memory_total_bytes, swap_used_bytes = excluded.swap_used_bytes,
      disk_percent = excluded.disk_percent, disk_used_bytes = excluded.disk_used_bytes, disk_total_bytes = excluded.disk_total_bytes,
      disk_read_bytes = excluded.disk_read_bytes, disk_write_bytes = excluded.disk_write_bytes,
      network_rx_bytes = excluded.network_rx_bytes, network_tx_bytes = excluded.network_tx_bytes,
      load_average_1m = excluded.load_average_1m, load_average_5m = excluded.load_average_5m,
      load_average_15m = excluded.load_average_15m, uptime_seconds = excluded.uptime_seconds
    WHERE excluded.sample_count >= server_metrics.sample_count`);
}
