import { z } from 'zod';
import { startLifecycle, startServiceRestart } from '@/lib/installed-apps/start-work';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';

export const POST = defineRoute({
  name: 'app.restart',
  access: 'apps.operate',
  params: z.object({ appId: z.uuid() }),
  /** `service`: restart that one alone. */
  body: z.strictObject({ service: z.string().min(1).max(64).optional() }),
  limit: startsPerPerson,
  run: async ({ actor, params: { appId }, body: { service } }) =>
    accepted(
      service === undefined
        ? await startLifecycle(actor, appId, 'restart')
        : await startServiceRestart(actor, appId, service),
    ),
});
