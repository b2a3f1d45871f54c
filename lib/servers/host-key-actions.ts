'use server';
import { updateServerObserved } from '@/db/servers/mutations';
import { findServer } from '@/db/servers/queries';
import { defineAction } from '@/lib/procedures/action';
import { nowIso } from '@/lib/runtime/clock';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { compareHostKey } from '@/lib/ssh/known-hosts';
import { trustHostKeyInput } from './schema';
import { announceSignInChange } from './sign-in-change';

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
