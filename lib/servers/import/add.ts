import 'server-only';
import { listServerAddresses } from '@/db/servers/queries';
import type { Tx } from '@/db/write';
import type { AuditEntry } from '@/lib/audit/entry';
import { TomoError } from '@/lib/runtime/errors';
import { newId } from '@/lib/runtime/ids';
import type { CredentialInput } from '../credentials';
import { storeNewServer } from '../new-server';
import { unlockedSignIn } from '../unlocked-sign-in';
import { vouchedKeyAudit } from '../vouched-key';
import { planImport } from './plan';

export type Added = { id: string; name: string; host: string; port: number; fingerprint: string | null };

type Chosen = {
  config: string;
  knownHosts: string;
  chosen: string[];
  signIn: CredentialInput;
  defaults: { username: string };
  by: string;
};

/**
 * Adds the chosen hosts of an import, planned again from the same texts. A key of known_hosts becomes the trusted one: the
 * person who pasted the line vouches for it, as for a fingerprint. All or none.
 */
export async function addChosen(tx: Tx, { chosen, by, ...texts }: Chosen): Promise<Added[]> {
  const signIn = unlockedSignIn(texts.signIn);
  const { rows } = planImport(texts, await listServerAddresses(tx), texts.defaults);
  const wanted = new Set(chosen);
  const picked = rows.filter(({ key, verdict }) => wanted.has(key) && verdict === 'new');
  if (picked.length < wanted.size) {
    throw new TomoError('conflict', 'Not every chosen host can be added any more.', {
      hint: 'Read the files again: somebody may have added one meanwhile.',
    });
  }
  const ids = new Map(picked.map(({ key }) => [key, newId()]));
  const missing = picked.find(({ jump }) => jump?.row && !ids.has(jump.row));
  if (missing) {
    throw new TomoError('conflict', `${missing.name} needs its jump host ${missing.jump?.name}.`, {
      hint: 'Choose that host as well.',
    });
  }
  const added: Added[] = [];
  // Those that others are reached through come first: a row cannot point to one that is not there.
  for (const row of [...picked].sort(
    (left, right) => Number(left.jump !== null) - Number(right.jump !== null),
  )) {
    const id = ids.get(row.key) ?? newId();
    const jumpServerId = row.jump?.serverId ?? (row.jump?.row ? (ids.get(row.jump.row) ?? null) : null);
    const { name, host, port, username, hostKey } = row;
    await storeNewServer(
      tx,
      { name, host, port, username, jumpServerId, hostKey, createdBy: by },
      signIn,
      id,
    );
    added.push({ id, name, host, port, fingerprint: hostKey?.fingerprint ?? null });
  }
  return added;
}

/** The ledger rows of one added server: that it came, and whose key it is trusted by. */
export function auditOfAdded(
  { id, name, host, port, fingerprint }: Added,
  authType: string,
): Omit<AuditEntry, 'actor'>[] {
  const about = { entityType: 'server', entityId: id, entityName: name, serverId: id } as const;
  const created = {
    ...about,
    action: 'create' as const,
    newValue: { name, host, port, auth_type: authType, credential: '[redacted]', from: 'import' },
  };
  return [created, ...vouchedKeyAudit(about, fingerprint)];
}
