import { startsPerPerson } from '@/lib/procedures/rate';
import { acceptedGroup, defineRoute } from '@/lib/procedures/route';
import { commandInput } from '@/lib/servers/command/command-input';
import { commandsEnabled, startCommands } from '@/lib/servers/command/start-commands';

export const POST = defineRoute({
  name: 'server.command',
  access: 'servers.manage',
  body: commandInput,
  // While it is switched off the door is missing; nobody is asked for a password in front of it.
  reauth: commandsEnabled,
  limit: startsPerPerson,
  run: async ({ actor, body: { serverIds, ...options } }) =>
    acceptedGroup(await startCommands(actor, serverIds, options)),
});
