'use server';
import { updateServerVersioned } from '@/db/servers/mutations';
import { findServer, findServerByName } from '@/db/servers/queries';
import { defineAction } from '@/lib/procedures/action';
import { nowIso } from '@/lib/runtime/clock';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { tagServersInput } from './bulk/bulk-input';
import { ownThresholds } from './own-thresholds';
import { thresholdsInput, updateServerInput } from './schema';

export const updateServerAction = defineAction({
  name: 'server.update',
  access: 'servers.manage',
  input: updateServerInput,
  async run({ tx, input }) {
    const server = await findServer(tx, input.serverId);
    if (!server) throw notFound('This server');
    const twin = await findServerByName(tx, input.name);
    if (twin && twin.id !== server.id)
      throw new TomoError('conflict', `A server named ${input.name} exists already.`, {
        fields: { name: 'This name is taken.' },
      });
    const patch = { name: input.name, tags: input.tags, notes: input.notes || null, updatedAt: nowIso() };
    if (!(await updateServerVersioned(tx, server.id, input.version, patch))) throw savedFirst(server.name);
    return { serverId: server.id, before: { name: server.name, tags: server.tags, notes: server.notes } };
  },
  audit: ({ input, data }) => ({
    entityType: 'server',
    entityId: data.serverId,
    entityName: input.name,
    action: 'update',
    serverId: data.serverId,
    oldValue: data.before,
    newValue: { name: input.name, tags: input.tags, notes: input.notes || null },
  }),
  after: ({ data }) => ({ revalidate: [`/servers/${data.serverId}`] }),
});

export const changeThresholdsAction = defineAction({
  name: 'server.thresholds_change',
  access: 'servers.manage',
  input: thresholdsInput,
  async run({ tx, input }) {
    const server = await findServer(tx, input.serverId);
    if (!server) throw notFound('This server');
    const thresholds = ownThresholds(input);
    const patch = { thresholds, updatedAt: nowIso() };
    if (!(await updateServerVersioned(tx, server.id, input.version, patch))) throw savedFirst(server.name);
    return { serverId: server.id, name: server.name, before: server.thresholds, thresholds };
  },
  audit: ({ data }) => ({
    entityType: 'server',
    entityId: data.serverId,
    entityName: data.name,
    action: 'configure',
    serverId: data.serverId,
    oldValue: { thresholds: data.before },
    newValue: { thresholds: data.thresholds },
  }),
  after: ({ data }) => ({ revalidate: [`/servers/${data.serverId}`] }),
});

export const tagServersAction = defineAction({
  name: 'server.tag',
  access: 'servers.manage',
  input: tagServersInput,
  async run({ tx, input }) {
    const changed: { id: string; name: string; before: string[]; after: string[] }[] = [];
    for (const id of input.serverIds) {
      const server = await findServer(tx, id);
      if (!server) continue;
      const after = [...new Set([...server.tags, ...input.add])].filter((tag) => !input.remove.includes(tag));
      if (after.length > 20) throw new TomoError('invalid', `${server.name} would have more than 20 tags.`);
      if (after.join() === server.tags.join()) continue;
      await updateServerVersioned(tx, id, server.version, { tags: after, updatedAt: nowIso() });
      changed.push({ id, name: server.name, before: server.tags, after });
    }
    return { changed };
  },
  audit: ({ data }) =>
    data.changed.map(({ id, name, before, after }) => ({
      entityType: 'server',
      entityId: id,
      entityName: name,
      action: 'update',
      serverId: id,
      oldValue: { tags: before },
      newValue: { tags: after },
    })),
  after: () => ({ revalidate: ['/servers'] }),
});

function savedFirst(name: string): TomoError {
  return new TomoError('conflict', `Somebody else saved first: it is now named ${name}.`, {
    hint: 'Reload the page, then make your change again.',
  });
}
