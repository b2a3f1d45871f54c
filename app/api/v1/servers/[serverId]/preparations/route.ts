import { z } from 'zod';
import { loadPreparations } from '@/lib/preparations/loaders';
import { preparationOptions } from '@/lib/preparations/schema';
import { startPreparation } from '@/lib/preparations/start-preparation';
import { startsPerPerson } from '@/lib/procedures/rate';
import { accepted, defineRoute } from '@/lib/procedures/route';
import { loadServer } from '@/lib/servers/loaders';

const params = z.object({ serverId: z.uuid() });

export const GET = defineRoute({
  name: 'preparation.list',
  access: 'servers.read',
  params,
  run: async ({ params }) => {
    // A server that does not exist is missing, not one without preparations.
    const { id } = await loadServer(params.serverId);
    return { preparations: await loadPreparations({ server: id, size: 50 }) };
  },
});

export const POST = defineRoute({
  name: 'server.prepare',
  access: 'servers.operate',
  params,
  body: preparationOptions,
  reauth: ({ ownAccount }) => ownAccount !== undefined,
  limit: startsPerPerson,
  run: async ({ actor, params, body }) => {
    const { preparationId, ...job } = await startPreparation(actor, params.serverId, body);
    return accepted(job, { preparationId });
  },
});
