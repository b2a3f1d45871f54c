'use server';
import type { AuditEntry } from '@/lib/audit/entry';
import { defineAction } from '@/lib/procedures/action';
import { readSetting } from '@/lib/settings/read';
import { importServersInput } from '../schema';
import { type Added, addChosen } from './add';

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
  audit: ({ input, data }) => data.added.flatMap((server) => entriesOf(server, input.authType)),
  after: () => ({ revalidate: ['/servers'] }),
});

function entriesOf(
  { id, name, host, port, fingerprint }: Added,
  authType: string,
): Omit<AuditEntry, 'actor'>[] {
  const about = { entityType: 'server', entityId: id, entityName: name, serverId: id } as const;
  const created = {
    ...about,
    action: 'create' as const,
    newValue: { name, host, port, auth_type: authType, credential: '[redacted]', from: 'import' },
  };
  if (!fingerprint) return [created];
  return [
    created,
    {
      ...about,
      action: 'host_key_trust',
      newValue: { fingerprint, trust: 'verified', from: 'a pasted known_hosts line' },
    },
  ];
}
