'use server';
import { updateServerObserved } from '@/db/servers/mutations';
import { findServer } from '@/db/servers/queries';
import { defineAction } from '@/lib/procedures/action';
import { nowIso } from '@/lib/runtime/clock';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { assertAddressFree } from './address-taken';
import { saveCredential } from './credentials';
import { keyComment } from './own-key/public-line';
import { oldAlgorithmsInput, replaceCredentialInput } from './schema';
import { announceSignInChange } from './sign-in-change';

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

/** Old algorithms are a way out for one server that could not be reached otherwise, never a choice made in advance. */
export const allowOldAlgorithmsAction = defineAction({
  name: 'server.old_algorithms',
  access: 'servers.manage',
  reauth: true,
  input: oldAlgorithmsInput,
  async run({ tx, input }) {
    const server = await findServer(tx, input.serverId);
    if (!server) throw notFound('This server');
    if (server.allowLegacyAlgorithms === input.allow)
      throw new TomoError('conflict', 'This is decided already.', { hint: 'Reload the page.' });
    if (input.allow && server.statusReason !== 'no_common_algorithm') {
      throw new TomoError('conflict', `${server.name} did not fail for want of a common algorithm.`, {
        hint: 'Check the server: old algorithms can be allowed when the check ends for that reason.',
      });
    }
    await updateServerObserved(tx, server.id, {
      allowLegacyAlgorithms: input.allow,
      // The collector tries a changed server again at once.
      version: server.version + 1,
      updatedAt: nowIso(),
    });
    return { serverId: server.id, name: server.name };
  },
  audit: ({ input, data }) => ({
    entityType: 'server',
    entityId: data.serverId,
    entityName: data.name,
    action: 'configure',
    serverId: data.serverId,
    oldValue: { old_algorithms: !input.allow },
    newValue: { old_algorithms: input.allow },
  }),
  after: ({ data }) => {
    announceSignInChange(data.serverId);
    return { revalidate: [`/servers/${data.serverId}`] };
  },
});
