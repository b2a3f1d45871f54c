import { viewContainer } from '@/lib/metrics/container-charts';
import { containerMetricsQuery, serverParams } from '@/lib/metrics/schema';
import { defineRoute } from '@/lib/procedures/route';

/** The numbers of one container (`?name=`) over a range: its state now and at most 200 points. */
export const GET = defineRoute({
  name: 'metrics.container',
  access: 'metrics.read',
  params: serverParams,
  query: containerMetricsQuery,
  run: ({ params, query }) =>
    viewContainer(
      params.serverId,
      query.name,
      query.range,
      query.until ? Date.parse(query.until) / 1000 : null,
    ),
});
