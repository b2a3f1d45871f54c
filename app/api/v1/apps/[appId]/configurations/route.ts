import { z } from 'zod';
import { configureInput } from '@/lib/installed-apps/install-input';
import { startConfigure } from '@/lib/installed-apps/start-configure';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';

export const POST = defineRoute({
  name: 'app.configure',
  access: 'apps.operate',
  params: z.object({ appId: z.uuid() }),
  body: configureInput,
  limit: startsPerPerson,
  run: async ({ actor, params, body }) => accepted(await startConfigure(actor, params.appId, body)),
});
