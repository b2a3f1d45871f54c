import { z } from 'zod';
import { logQuery } from '@/lib/installed-apps/logs/query';
import { streamLogs } from '@/lib/installed-apps/logs/stream';
import { requireApp } from '@/lib/installed-apps/logs/subject';
import { defineStream } from '@/lib/procedures/stream';

export const GET = defineStream({
  name: 'app.logs',
  access: 'apps.logs',
  params: z.object({ appId: z.uuid() }),
  query: logQuery,
  before: requireApp,
  run: streamLogs,
});
