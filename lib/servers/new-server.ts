import 'server-only';
import { insertServer } from '@/db/servers/mutations';
import type { Tx } from '@/db/write';
import { nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import type { HostKey } from '@/lib/ssh/target';
import { type CredentialFacts, type CredentialInput, saveCredential } from './credentials';
import { keyComment } from './own-key/public-line';
import { vouchedKey } from './vouched-key';

type NewServer = {
  name: string;
  host: string;
  port: number;
  username: string;
  jumpServerId: string | null;
  tags?: string[];
  notes?: string;
  /** A key that somebody vouched for; null: it is to be confirmed when the server shows it. */
  hostKey: HostKey | null;
  createdBy: string;
};

/**
 * Stores a server that nobody has spoken to yet, with its sign-in sealed. `id` where others refer to it already. Whether its
 * name and address are free is asked before. Throws SshError `key_unreadable` or `passphrase_needed`.
 */
export async function storeNewServer(
  tx: Tx,
  { hostKey, notes, ...server }: NewServer,
  signIn: CredentialInput,
  id = newId(),
): Promise<CredentialFacts & { serverId: string }> {
  const now = nowIso();
  await insertServer(tx, {
    ...server,
    id,
    notes: notes || null,
    authType: signIn.authType === 'password' ? 'password' : 'key',
    ...vouchedKey(hostKey, server.createdBy, now),
    createdAt: now,
    updatedAt: now,
  });
  return { ...(await saveCredential(tx, id, signIn, keyComment(server.name))), serverId: id };
}
