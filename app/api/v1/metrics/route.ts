import { readFleetMetrics } from '@/lib/metrics/fleet';
import { latestQuery } from '@/lib/metrics/schema';
import { defineRoute } from '@/lib/procedures/route';

/** The newest numbers of servers: `{ servers: [{ serverId, measuredAt, cpuPercent, … }] }`. */
export const GET = defineRoute({
  name: 'metrics.list',
  access: 'metrics.read',
  query: latestQuery,
  run: async ({ query }) => ({ servers: await readFleetMetrics(query.servers) }),
});
