import { z } from 'zod';
import { startAppCheck } from '@/lib/installed-apps/start-work';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';

export const POST = defineRoute({
  name: 'app.check',
  access: 'apps.operate',
  params: z.object({ appId: z.uuid() }),
  body: z.strictObject({}),
  limit: startsPerPerson,
  run: async ({ actor, params }) => accepted(await startAppCheck(actor, params.appId)),
});
