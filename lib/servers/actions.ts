'use server';
import {
  deleteServer,
  insertServer,
  updateServerObserved,
  updateServerVersioned,
} from '@/db/servers/mutations';
import { findServer, findServerByName } from '@/db/servers/queries';
import { defineAction } from '@/lib/procedures/action';
import { nowIso } from '@/lib/runtime/clock';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { newId } from '@/lib/runtime/ids';
import { readSetting } from '@/lib/settings/read';
import { compareHostKey } from '@/lib/ssh/known-hosts';
import { assertAddressFree } from './address-taken';
import { addLines } from './bulk/add-lines';
import { addServersInput, tagServersInput } from './bulk/bulk-input';
import { LINES_LIMIT, parseServerLines } from './bulk/server-lines';
import { saveCredential } from './credentials';
import { addChosen, auditOfAdded } from './import/add';
import { assertJumpHost } from './jump-host';
import { keyComment } from './own-key/public-line';
import { assertRemovable } from './removal/removable';
import {
  createServerInput,
  importServersInput,
  removeServerInput,
  replaceCredentialInput,
  trustHostKeyInput,
  updateServerInput,
} from './schema';
import { announceSignInChange } from './sign-in-change';

export const createServerAction = defineAction({
  name: 'server.create',
  access: 'servers.manage',
  reauth: true,
  input: createServerInput,
  async run({ tx, actor, input }) {
    const jumpServerId = input.jumpServerId ?? null;
    await assertJumpHost(tx, jumpServerId);
    await assertAddressFree(tx, { ...input, jumpServerId }, 'host');
    if (await findServerByName(tx, input.name)) {
      throw new TomoError('conflict', `A server named ${input.name} exists already.`, {
        fields: { name: 'This name is taken.' },
      });
    }
    const serverId = newId();
    const now = nowIso();
    const { name, host, port, username, tags, notes } = input;
    await insertServer(tx, {
      id: serverId,
      name,
      host,
      port,
      username,
      jumpServerId,
      authType: input.authType === 'password' ? 'password' : 'key',
      tags,
      notes: notes || null,
      createdBy: actor.userId,
      createdAt: now,
      updatedAt: now,
    });
    const key = await saveCredential(tx, serverId, input, keyComment(name));
    return { serverId, publicKeyFingerprint: key.publicKeyFingerprint };
  },
  audit: ({ input, data }) => ({
    entityType: 'server',
    entityId: data.serverId,
    entityName: input.name,
    action: 'create',
    serverId: data.serverId,
    newValue: {
      name: input.name,
      host: input.host,
      port: input.port,
      username: input.username,
      jump_server_id: input.jumpServerId ?? null,
      auth_type: input.authType,
      credential: '[redacted]',
      public_key: data.publicKeyFingerprint,
    },
  }),
});

export const importServersAction = defineAction({
  name: 'server.import',
  access: 'servers.manage',
  reauth: true,
  input: importServersInput,
  async run({ tx, actor, input }) {
    const { config, knownHosts, chosen, ...signIn } = input;
    const defaults = { username: readSetting('servers.default_username') };
    return { added: await addChosen(tx, { config, knownHosts, chosen, signIn, defaults, by: actor.userId }) };
  },
  audit: ({ input, data }) => data.added.flatMap((server) => auditOfAdded(server, input.authType)),
  after: () => ({ revalidate: ['/servers'] }),
});

export const trustHostKeyAction = defineAction({
  name: 'server.host_key_trust',
  access: 'servers.manage',
  reauth: true,
  input: trustHostKeyInput,
  async run({ tx, actor, input }) {
    const server = await findServer(tx, input.serverId);
    if (!server) throw notFound('This server');
    if (server.hostKeyPublic)
      throw new TomoError('conflict', 'The host key of this server is confirmed already.');
    const offered = server.hostKeyOffered?.find((key) => key.fingerprint === input.fingerprint);
    if (!offered) {
      throw new TomoError('conflict', 'The server no longer shows this key.', {
        hint: 'Check the server again and compare the key it shows now.',
      });
    }
    const key = { type: offered.type, blob: offered.public, fingerprint: offered.fingerprint };
    if (input.pasted?.trim()) assertMatch(compareHostKey(input.pasted, key, server.host, server.port));
    await updateServerObserved(tx, server.id, {
      hostKeyType: offered.type,
      hostKeyPublic: offered.public,
      hostKeyFingerprint: offered.fingerprint,
      hostKeyTrust: input.trust,
      hostKeyConfirmedBy: actor.userId,
      hostKeyConfirmedAt: nowIso(),
      hostKeyOffered: null,
      status: 'unknown',
      statusReason: null,
      updatedAt: nowIso(),
    });
    return { serverId: server.id, name: server.name, type: offered.type };
  },
  audit: ({ input, data }) => ({
    entityType: 'server',
    entityId: data.serverId,
    entityName: data.name,
    action: 'host_key_trust',
    serverId: data.serverId,
    newValue: { type: data.type, fingerprint: input.fingerprint, trust: input.trust },
  }),
  after: ({ data }) => ({ revalidate: [`/servers/${data.serverId}`] }),
});

export const acceptHostKeyAction = defineAction({
  name: 'server.host_key_replace',
  access: 'servers.manage',
  reauth: true,
  input: trustHostKeyInput.omit({ trust: true }).required({ pasted: true }),
  async run({ tx, actor, input }) {
    const server = await findServer(tx, input.serverId);
    if (!server) throw notFound('This server');
    const offered = server.hostKeyOffered?.find((key) => key.fingerprint === input.fingerprint);
    if (server.status !== 'host_key_changed' || !offered) {
      throw new TomoError('conflict', 'This server shows no changed key.', { hint: 'Reload the page.' });
    }
    assertMatch(
      compareHostKey(
        input.pasted,
        { type: offered.type, blob: offered.public, fingerprint: offered.fingerprint },
        server.host,
        server.port,
      ),
    );
    await updateServerObserved(tx, server.id, {
      hostKeyType: offered.type,
      hostKeyPublic: offered.public,
      hostKeyFingerprint: offered.fingerprint,
      hostKeyTrust: 'verified',
      hostKeyConfirmedBy: actor.userId,
      hostKeyConfirmedAt: nowIso(),
      hostKeyOffered: null,
      status: 'unknown',
      statusReason: null,
      statusChangedAt: nowIso(),
      updatedAt: nowIso(),
    });
    return { serverId: server.id, name: server.name, before: server.hostKeyFingerprint, type: offered.type };
  },
  audit: ({ input, data }) => ({
    entityType: 'server',
    entityId: data.serverId,
    entityName: data.name,
    action: 'host_key_replace',
    serverId: data.serverId,
    oldValue: { fingerprint: data.before },
    newValue: { type: data.type, fingerprint: input.fingerprint, trust: 'verified' },
  }),
  after: ({ data }) => {
    announceSignInChange(data.serverId);
    return { revalidate: [`/servers/${data.serverId}`] };
  },
});

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
    if (!(await updateServerVersioned(tx, server.id, input.version, patch))) {
      throw new TomoError('conflict', `Somebody else saved first: it is now named ${server.name}.`, {
        hint: 'Reload the page, then make your change again.',
      });
    }
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

export const replaceCredentialAction = defineAction({
  name: 'server.credential_change',
  access: 'servers.manage',
  reauth: true,
  input: replaceCredentialInput,
  async run({ tx, input }) {
    const server = await findServer(tx, input.serverId);
    if (!server) throw notFound('This server');
    const { host, port, jumpServerId } = server;
    await assertAddressFree(
      tx,
      { host, port, username: input.username, jumpServerId },
      'username',
      server.id,
    );
    const key = await saveCredential(tx, server.id, input, keyComment(server.name));
    await updateServerObserved(tx, server.id, {
      username: input.username,
      authType: input.authType === 'password' ? 'password' : 'key',
      sudoMode: 'auto',
      updatedAt: nowIso(),
    });
    return {
      serverId: server.id,
      name: server.name,
      before: { username: server.username, auth_type: server.authType },
      fingerprint: key.publicKeyFingerprint,
    };
  },
  audit: ({ input, data }) => ({
    entityType: 'server',
    entityId: data.serverId,
    entityName: data.name,
    action: 'credential_change',
    serverId: data.serverId,
    oldValue: { ...data.before, credential: '[redacted]' },
    newValue: {
      username: input.username,
      auth_type: input.authType,
      credential: '[redacted]',
      public_key: data.fingerprint,
    },
  }),
  after: ({ data }) => {
    announceSignInChange(data.serverId);
    return { revalidate: [`/servers/${data.serverId}`] };
  },
});

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

export const addServersAction = defineAction({
  name: 'server.create_many',
  access: 'servers.manage',
  reauth: true,
  input: addServersInput,
  async run({ tx, actor, input: { list, ...signIn } }) {
    const defaults = {
      port: String(readSetting('servers.default_port')),
      username: readSetting('servers.default_username'),
    };
    const lines = parseServerLines(list, defaults);
    if (lines.length === 0 || lines.length > LINES_LIMIT) {
      const message =
        lines.length === 0 ? 'There is no server in this list.' : `At most ${LINES_LIMIT} servers at once.`;
      throw new TomoError('invalid', message, { fields: { list: message } });
    }
    return { results: await addLines(tx, lines, signIn, actor.userId) };
  },
  audit: ({ data }) =>
    data.results.flatMap((result) =>
      result.serverId === null
        ? []
        : {
            entityType: 'server' as const,
            entityId: result.serverId,
            entityName: result.name,
            action: 'create' as const,
            serverId: result.serverId,
            newValue: {
              name: result.name,
              host: result.stored.host,
              port: result.stored.port,
              username: result.stored.username,
              auth_type: result.stored.authType,
              credential: '[redacted]',
            },
          },
    ),
  after: () => ({ revalidate: ['/servers'] }),
});

function assertMatch(result: ReturnType<typeof compareHostKey>): void {
  if (result === 'match') return;
  const message = {
    no_match: 'The pasted key is not the key that this server shows. Nothing was trusted.',
    other_host: 'The pasted line belongs to another host. Nothing was trusted.',
    unreadable: 'No fingerprint or key was found in the pasted text.',
  }[result];
  throw new TomoError('invalid', message, {
    hint:
      result === 'no_match'
        ? 'Do not go on: somebody may be between Tomo and the server.'
        : 'Paste the SHA256: line that the console printed.',
    fields: { pasted: message },
    reason: `host_key_${result}`,
  });
}
