import 'server-only';
import type { Reader } from '@/db/client';
import { findServerByAddress } from '@/db/servers/queries';
import { TomoError } from '@/lib/runtime/errors';

export type Address = { host: string; port: number; username: string; jumpServerId: string | null };

/** Refuses an address and account that another server has; the refusal leads to that one. `field` is where the form says so. */
export async function assertAddressFree(
  db: Reader,
  address: Address,
  field: 'host' | 'username',
  serverId?: string,
): Promise<void> {
  const known = await findServerByAddress(db, address);
  if (!known || known.id === serverId) return;
  throw new TomoError(
    'conflict',
    `${address.username}@${address.host}:${address.port} is already here as ${known.name}.`,
    {
      hint: 'Open that server, or use another account.',
      reason: 'server_exists',
      fields: { [field]: `Already added as ${known.name}.` },
      data: { serverId: known.id },
    },
  );
}
