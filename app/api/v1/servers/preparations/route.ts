import { preparationOptions } from '@/lib/preparations/schema';
import { startPreparations } from '@/lib/preparations/start-preparation';
import { startsPerPerson } from '@/lib/procedures/rate';
import { acceptedGroup, defineRoute } from '@/lib/procedures/route';
import { targetsInput } from '@/lib/servers/bulk/targets';

export const POST = defineRoute({
  name: 'server.prepare_many',
  access: 'servers.operate',
  body: preparationOptions.extend({ serverIds: targetsInput }),
  reauth: ({ ownAccount }) => ownAccount !== undefined,
  limit: startsPerPerson,
  run: async ({ actor, body: { serverIds, ...options } }) =>
    acceptedGroup(await startPreparations(actor, serverIds, options)),
});
