import type { Meaning } from '@/db/meaning';
import type { containerMetrics, serverMetrics } from './tables';

const period = {
  id: 'UUIDv7',
  resolution: 'tier: as sampled, then means over ever longer periods',
  timestamp: 'start of the period',
  periodSeconds: 'seconds really covered',
  sampleCount: 'samples in the period',
};

export const serverMetricsMeaning: Meaning<typeof serverMetrics> = {
  about:
    'Load of a server over time. No row = a gap. Amounts are bytes moved during the period, NULL after a counter reset. Rows go per tier after `retention.metrics_*`, never before their roll-up.',
  columns: {
    ...period,
    serverId: 'the server',
    cpuPercent: 'mean',
    cpuPercentMin: 'lowest sample',
    cpuPercentMax: 'highest sample',
    cpuUserPercent: 'in programs',
    cpuSystemPercent: 'in the kernel',
    cpuIowaitPercent: 'waiting for disks',
    cpuStealPercent: 'taken by the hypervisor',
    memoryPercent: 'mean',
    memoryPercentMin: 'lowest sample',
    memoryPercentMax: 'highest sample',
    memoryUsedBytes: 'mean',
    memoryTotalBytes: 'installed',
    swapUsedBytes: 'mean',
    diskPercent: 'root file system',
    diskUsedBytes: 'root file system',
    diskTotalBytes: 'root file system',
    diskReadBytes: 'read during the period',
    diskWriteBytes: 'written during the period',
    networkRxBytes: 'received during the period',
    networkTxBytes: 'sent during the period',
    loadAverage1m: 'load over one minute',
    loadAverage5m: 'load over five minutes',
    loadAverage15m: 'load over fifteen minutes',
    uptimeSeconds: 'since the last boot',
    detail: 'per mount, interface, sensor; at most 2 KiB',
  },
};

export const containerMetricsMeaning: Meaning<typeof containerMetrics> = {
  about:
    'Load of a container over time. The series is (server, container name): the name survives re-creation, the id does not. Rows of a minute go after `retention.container_metrics_days`, the others as those of servers; the time in their ids is that of the row.',
  columns: {
    ...period,
    serverId: 'the server',
    containerName: 'name of the container, the series',
    containerId: 'short id at that time',
    cpuPercent: 'mean, 100 = one core',
    cpuPercentMin: 'lowest sample',
    cpuPercentMax: 'highest sample',
    memoryUsageBytes: 'mean',
    memoryUsageBytesMin: 'lowest sample',
    memoryUsageBytesMax: 'highest sample',
    memoryLimitBytes: 'NULL = unlimited',
    networkRxBytes: 'received during the period',
    networkTxBytes: 'sent during the period',
    blockReadBytes: 'read from disks during the period',
    blockWriteBytes: 'written to disks during the period',
    restartCount: 'restarts so far',
    status: 'state at the end of the period',
  },
};
