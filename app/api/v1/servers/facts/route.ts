import { z } from 'zod';
import { startsPerPerson } from '@/lib/procedures/rate';
import { acceptedGroup, defineRoute } from '@/lib/procedures/route';
import { targetsInput } from '@/lib/servers/bulk/targets';
import { startChecks } from '@/lib/servers/start-check';

export const POST = defineRoute({
  name: 'server.facts_many',
  access: 'servers.operate',
  body: z.strictObject({ serverIds: targetsInput }),
  limit: startsPerPerson,
  run: async ({ actor, body }) => acceptedGroup(await startChecks(actor, body.serverIds, 'facts')),
});
