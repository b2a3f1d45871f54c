import { z } from 'zod';
import { startLifecycle } from '@/lib/installed-apps/start-work';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';

export const POST = defineRoute({
  name: 'app.start',
  access: 'apps.operate',
  params: z.object({ appId: z.uuid() }),
  body: z.strictObject({}),
  limit: startsPerPerson,
  run: async ({ actor, params }) => accepted(await startLifecycle(actor, params.appId, 'start')),
});
