import { metricsQuery, serverParams } from '@/lib/metrics/schema';
import { viewMetrics } from '@/lib/metrics/views';
import { defineRoute } from '@/lib/procedures/route';

/** The numbers of a server over a range: state, newest values, and at most 200 points. */
export const GET = defineRoute({
  name: 'metrics.read',
  access: 'metrics.read',
  params: serverParams,
  query: metricsQuery,
  run: ({ params, query }) =>
    viewMetrics(params.serverId, query.range, query.until ? Date.parse(query.until) / 1000 : null),
});
