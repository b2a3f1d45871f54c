import { z } from 'zod';
import { loadVolumeSizes } from '@/lib/installed-apps/volume-sizes';
import { defineRoute } from '@/lib/procedures/route';

export const GET = defineRoute({
  name: 'app.volumes',
  access: 'apps.operate',
  params: z.object({ appId: z.uuid() }),
  run: ({ params }) => loadVolumeSizes(params.appId),
});
