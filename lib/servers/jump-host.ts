import 'server-only';
import type { Reader } from '@/db/client';
import { findServer, listServersBehind } from '@/db/servers/queries';
import { TomoError } from '@/lib/runtime/errors';

/**
 * Refuses a jump host that is none: unknown, not verified, or itself behind another one. Way and end are at most one hop
 * apart, so no circle can close. `serverId` is the server to be reached, when it exists already.
 */
export async function assertJumpHost(
  db: Reader,
  jumpServerId: string | null,
  serverId?: string,
): Promise<void> {
  if (jumpServerId === null) return;
  const jump = await findServer(db, jumpServerId);
  if (!jump) throw refused('This server does not exist any more.');
  if (jump.id === serverId) throw refused('A server cannot be its own jump host.');
  if (!jump.hostKeyPublic || jump.status === 'host_key_changed')
    throw refused(`The host key of ${jump.name} is not confirmed.`);
  if (jump.jumpServerId !== null) throw refused(`${jump.name} is itself reached through a jump host.`);
  const behind = serverId ? await listServersBehind(db, serverId) : [];
  if (behind.length > 0)
    throw refused(`This server is the jump host of ${behind.map(({ name }) => name).join(', ')}.`);
}

function refused(message: string): TomoError {
  return new TomoError('conflict', message, {
    hint: 'Choose a verified server that Tomo reaches directly.',
    reason: 'no_jump_host',
    fields: { jumpServerId: message },
  });
}
