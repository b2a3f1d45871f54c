import { z } from 'zod';
import { startRemoval } from '@/lib/installed-apps/start-work';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';

export const POST = defineRoute({
  name: 'app.remove',
  access: 'apps.operate',
  params: z.object({ appId: z.uuid() }),
  body: z.strictObject({ volumes: z.boolean() }),
  // Destroying data asks for the password again; taking the app away and keeping its data does not.
  reauth: ({ volumes }) => volumes,
  limit: startsPerPerson,
  run: async ({ actor, params, body }) => accepted(await startRemoval(actor, params.appId, body.volumes)),
});
