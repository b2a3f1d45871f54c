import { z } from 'zod';
import { installInput } from '@/lib/installed-apps/install-input';
import { loadInstalledApps } from '@/lib/installed-apps/loaders';
import { startInstall } from '@/lib/installed-apps/start-install';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';

export const GET = defineRoute({
  name: 'app.list',
  access: 'apps.read',
  query: z.object({ server: z.uuid().optional() }),
  run: async ({ query }) => ({ apps: await loadInstalledApps({ serverId: query.server }) }),
});

export const POST = defineRoute({
  name: 'app.install',
  access: 'apps.operate',
  body: installInput,
  limit: startsPerPerson,
  run: async ({ actor, body, idempotencyKey }) => {
    const { installedAppId, ...job } = await startInstall(actor, body, idempotencyKey);
    return accepted(job, { installedAppId });
  },
});
