import { z } from 'zod';
import { loadAppLogs } from '@/lib/installed-apps/logs/loaders';
import { logQuery } from '@/lib/installed-apps/logs/query';
import { defineRoute } from '@/lib/procedures/route';

export const GET = defineRoute({
  name: 'app.logs',
  access: 'apps.logs',
  params: z.object({ appId: z.uuid() }),
  query: logQuery,
  run: ({ params, query }) => loadAppLogs(params.appId, query),
});
