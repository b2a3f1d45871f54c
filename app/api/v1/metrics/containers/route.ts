import { listContainers } from '@/lib/metrics/container-list';
import { containersQuery } from '@/lib/metrics/schema';
import { defineRoute } from '@/lib/procedures/route';

/**
 * Containers with their newest numbers, those that use most first: `{ containers: [{ serverId, name, cpuPercent, … }],
 * total, servers: [{ serverId, serverName, state, unlisted }] }`. `servers` says whose containers are seen, and why not.
 */
export const GET = defineRoute({
  name: 'metrics.containers',
  access: 'metrics.read',
  query: containersQuery,
  run: ({ query }) => listContainers(query),
});
