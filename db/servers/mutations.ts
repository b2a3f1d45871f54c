import { and, eq, ne, sql } from 'drizzle-orm';
import type { Tx } from '../write';
import { type SealedFields, type ServerRow, serverCredentials, servers } from './tables';

/** Adds a server. */
export async function insertServer(tx: Tx, row: typeof servers.$inferInsert): Promise<void> {
  await tx.insert(servers).values(row);
}

/** Changes what people edit, if nobody else changed it since `version`; false is a conflict. */
export async function updateServerVersioned(
  tx: Tx,
  id: string,
  version: number,
  patch: Partial<ServerRow>,
): Promise<boolean> {
  const changed = await tx
    .update(servers)
    .set({ ...patch, version: sql`${servers.version} + 1` })
    .where(and(eq(servers.id, id), eq(servers.version, version)))
    .returning({ id: servers.id });
  return changed.length === 1;
}

/** Notes what Tomo observed of a server; people's edits are not touched. */
export async function updateServerObserved(tx: Tx, id: string, patch: Partial<ServerRow>): Promise<void> {
  await tx.update(servers).set(patch).where(eq(servers.id, id));
}

/** Notes how reachable a server is, unless it is blocked by a changed host key: only a person lifts that. */
export async function updateServerStatus(tx: Tx, id: string, patch: Partial<ServerRow>): Promise<void> {
  await tx
    .update(servers)
    .set({ ...patch, statusChangedAt: since(patch) })
    .where(and(eq(servers.id, id), ne(servers.status, 'host_key_changed')));
}

// The moment a state began stays when the same state is seen again.
function since({ status, statusChangedAt }: Partial<ServerRow>) {
  if (!status || !statusChangedAt) return statusChangedAt;
  return sql`CASE WHEN ${servers.status} = ${status} THEN ${servers.statusChangedAt} ELSE ${statusChangedAt} END`;
}

/** Removes a server with everything that is a part of it. */
export async function deleteServer(tx: Tx, id: string): Promise<void> {
  await tx.delete(servers).where(eq(servers.id, id));
}

export type CredentialFields = {
  kind: 'password' | 'private_key' | 'generated_key';
  encryptedData: SealedFields;
  keyId: string;
  recordVersion: number;
  publicKey: string | null;
  publicKeyFingerprint: string | null;
  now: string;
};

/** Stores the sealed credential of a server, replacing an earlier one whole. */
export async function putCredential(tx: Tx, serverId: string, fields: CredentialFields): Promise<void> {
  const { now, ...columns } = fields;
  await tx
    .insert(serverCredentials)
    .values({ serverId, ...columns, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({ target: serverCredentials.serverId, set: { ...columns, updatedAt: now } });
}

/** Forgets the sign-in of a server. */
export async function deleteCredential(tx: Tx, serverId: string): Promise<void> {
  await tx.delete(serverCredentials).where(eq(serverCredentials.serverId, serverId));
}
