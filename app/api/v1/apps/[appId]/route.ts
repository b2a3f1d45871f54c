import { z } from 'zod';
import { loadInstalledApp } from '@/lib/installed-apps/loaders';
import { defineRoute } from '@/lib/procedures/route';

export const GET = defineRoute({
  name: 'app.read',
  access: 'apps.read',
  params: z.object({ appId: z.uuid() }),
  run: ({ params }) => loadInstalledApp(params.appId),
});
