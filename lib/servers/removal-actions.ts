'use server';
import { deleteServer } from '@/db/servers/mutations';
import { findServer } from '@/db/servers/queries';
import { defineAction } from '@/lib/procedures/action';
import { notFound } from '@/lib/runtime/errors';
import { assertRemovable } from './removal/removable';
import { removeServerInput } from './schema';
import { announceSignInChange } from './sign-in-change';

export const removeServerAction = defineAction({
  name: 'server.delete',
  access: 'servers.manage',
  reauth: true,
  input: removeServerInput,
  async run({ tx, input }) {
    const server = await findServer(tx, input.serverId);
    if (!server) throw notFound('This server');
    await assertRemovable(tx, server, input.confirmName);
    await deleteServer(tx, server.id);
    return {
      serverId: server.id,
      before: { name: server.name, host: server.host, port: server.port, username: server.username },
    };
  },
  audit: ({ data }) => ({
    entityType: 'server',
    entityId: data.serverId,
    entityName: data.before.name,
    action: 'delete',
    serverId: data.serverId,
    oldValue: data.before,
    newValue: { on_server: 'everything stays as it is' },
  }),
  after: ({ data }) => {
    announceSignInChange(data.serverId);
    return { redirect: '/servers', revalidate: ['/servers'] };
  },
});
