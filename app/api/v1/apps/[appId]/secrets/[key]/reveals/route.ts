import { z } from 'zod';
import { revealSecret } from '@/lib/installed-apps/reveal';
import { changesPerPerson } from '@/lib/procedures/rate';
import { defineRoute } from '@/lib/procedures/route';

export const POST = defineRoute({
  name: 'app.reveal',
  access: 'apps.secrets',
  params: z.object({ appId: z.uuid(), key: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/) }),
  body: z.strictObject({}),
  limit: changesPerPerson,
  run: ({ actor, params }) => revealSecret(actor, params.appId, params.key),
});
