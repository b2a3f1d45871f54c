import { integer, real, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import { id, json, oneOf, timestamp } from '@/db/columns';
import { servers } from '@/db/servers/tables';

export const serverMetrics = sqliteTable(
  'server_metrics',
  {
    id: id(),
    serverId: text('server_id')
      .notNull()
      .references(() => servers.id, { onDelete: 'cascade' }),
    resolution: text('resolution', { enum: ['raw', '1m', '10m', '1h', '1d'] })
      .notNull()
      .default('raw'),
    timestamp: timestamp('timestamp').notNull(),
    periodSeconds: integer('period_seconds').notNull(),
    sampleCount: integer('sample_count').notNull().default(1),
    cpuPercent: real('cpu_percent').notNull(),
    cpuPercentMin: real('cpu_percent_min').notNull(),
    cpuPercentMax: real('cpu_percent_max').notNull(),
    cpuUserPercent: real('cpu_user_percent'),
    cpuSystemPercent: real('cpu_system_percent'),
    cpuIowaitPercent: real('cpu_iowait_percent'),
    cpuStealPercent: real('cpu_steal_percent'),
    memoryPercent: real('memory_percent').notNull(),
    memoryPercentMin: real('memory_percent_min').notNull(),
    memoryPercentMax: real('memory_percent_max').notNull(),
    memoryUsedBytes: integer('memory_used_bytes').notNull(),
    memoryTotalBytes: integer('memory_total_bytes').notNull(),
    swapUsedBytes: integer('swap_used_bytes'),
    diskPercent: real('disk_percent').notNull(),
    diskUsedBytes: integer('disk_used_bytes').notNull(),
    diskTotalBytes: integer('disk_total_bytes').notNull(),
    diskReadBytes: integer('disk_read_bytes'),
    diskWriteBytes: integer('disk_write_bytes'),
    networkRxBytes: integer('network_rx_bytes'),
    networkTxBytes: integer('network_tx_bytes'),
    loadAverage1m: real('load_average_1m'),
    loadAverage5m: real('load_average_5m'),
    loadAverage15m: real('load_average_15m'),
    uptimeSeconds: integer('uptime_seconds'),
    detail: json<unknown>('detail'),
  },
  // The server comes first in the key: with the series first, each tick would write one page per series.
  (t) => [
    unique('server_metrics_point').on(t.serverId, t.resolution, t.timestamp),
    oneOf('server_metrics_resolution', t.resolution),
  ],
);

export const containerMetrics = sqliteTable(
  'container_metrics',
  {
    id: id(),
    serverId: text('server_id')
      .notNull()
      .references(() => servers.id, { onDelete: 'cascade' }),
    containerName: text('container_name').notNull(),
    containerId: text('container_id').notNull(),
    resolution: text('resolution', { enum: ['raw', '1m', '10m', '1h', '1d'] })
      .notNull()
      .default('raw'),
    timestamp: timestamp('timestamp').notNull(),
    periodSeconds: integer('period_seconds').notNull(),
    sampleCount: integer('sample_count').notNull().default(1),
    cpuPercent: real('cpu_percent').notNull(),
    cpuPercentMin: real('cpu_percent_min').notNull(),
    cpuPercentMax: real('cpu_percent_max').notNull(),
    memoryUsageBytes: integer('memory_usage_bytes').notNull(),
    memoryUsageBytesMin: integer('memory_usage_bytes_min').notNull(),
    memoryUsageBytesMax: integer('memory_usage_bytes_max').notNull(),
    memoryLimitBytes: integer('memory_limit_bytes'),
    networkRxBytes: integer('network_rx_bytes'),
    networkTxBytes: integer('network_tx_bytes'),
    blockReadBytes: integer('block_read_bytes'),
    blockWriteBytes: integer('block_write_bytes'),
    restartCount: integer('restart_count'),
    status: text('status').notNull(),
  },
  (t) => [
    unique('container_metrics_point').on(t.serverId, t.resolution, t.timestamp, t.containerName),
    oneOf('container_metrics_resolution', t.resolution),
  ],
);

export type ServerMetricRow = typeof serverMetrics.$inferSelect;
export type ContainerMetricRow = typeof containerMetrics.$inferSelect;
