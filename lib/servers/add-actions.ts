'use server';
import { findServerByName } from '@/db/servers/queries';
import type { AuditEntry } from '@/lib/audit/entry';
import { defineAction } from '@/lib/procedures/action';
import { TomoError } from '@/lib/runtime/errors';
import { readSetting } from '@/lib/settings/read';
import { type KnownHosts, parseKnownHosts } from '@/lib/ssh/known-hosts-file';
import { assertAddressFree } from './address-taken';
import { addLines, type LineResult } from './bulk/add-lines';
import { addServersInput } from './bulk/bulk-input';
import { LINES_LIMIT, parseServerLines } from './bulk/server-lines';
import { addChosen, auditOfAdded } from './import/add';
import { assertJumpHost } from './jump-host';
import { storeNewServer } from './new-server';
import { createServerInput, importServersInput } from './schema';
import { vouchedKeyAudit } from './vouched-key';

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
    const { name, host, port, username, tags, notes } = input;
    const { serverId, publicKeyFingerprint } = await storeNewServer(
      tx,
      { name, host, port, username, jumpServerId, tags, notes, hostKey: null, createdBy: actor.userId },
      input,
    );
    return { serverId, publicKeyFingerprint };
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

export const addServersAction = defineAction({
  name: 'server.create_many',
  access: 'servers.manage',
  reauth: true,
  input: addServersInput,
  async run({ tx, actor, input: { list, knownHosts = '', ...signIn } }) {
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
    const known = readKnownHosts(knownHosts);
    return { results: await addLines(tx, lines, { ...signIn, known }, actor.userId) };
  },
  audit: ({ data }) => data.results.flatMap(auditOfLine),
  after: () => ({ revalidate: ['/servers'] }),
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

/** Wrong texts are told at once: a person who pasted keys believes that they count. */
function readKnownHosts(text: string): KnownHosts {
  const known = parseKnownHosts(text);
  if (text.trim() !== '' && known.keys === 0) {
    const message = 'No key of a known_hosts file was found in this text.';
    throw new TomoError('invalid', message, { fields: { knownHosts: message } });
  }
  return known;
}

function auditOfLine(result: LineResult): Omit<AuditEntry, 'actor'>[] {
  if (result.serverId === null) return [];
  const about = {
    entityType: 'server',
    entityId: result.serverId,
    entityName: result.name,
    serverId: result.serverId,
  } as const;
  const { host, port, username, authType } = result.stored;
  const created = {
    ...about,
    action: 'create' as const,
    newValue: { name: result.name, host, port, username, auth_type: authType, credential: '[redacted]' },
  };
  return [created, ...vouchedKeyAudit(about, result.fingerprint)];
}
