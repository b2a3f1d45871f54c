import 'server-only';
import { database } from '@/db/client';
import { findServer } from '@/db/servers/queries';
import type { ServerRow } from '@/db/servers/tables';
import { notFound, TomoError } from '@/lib/runtime/errors';

/**
 * The row of a server that may be contacted. Throws before anything is sent when its host key is not trusted or was
 * contradicted, and when it is switched off.
 */
export async function requireUsable(serverId: string): Promise<ServerRow> {
  const server = await findServer(database(), serverId);
  if (!server) throw notFound('This server');
  if (server.status === 'host_key_changed') {
    throw new TomoError('unreachable', `The host key of ${server.name} changed. Nothing was sent.`, {
      hint: 'An administrator compares the new key on the console of the server, then accepts or refuses it.',
      reason: 'host_key_changed',
    });
  }
  if (!server.hostKeyPublic) {
    throw new TomoError(
      'unreachable',
      `The host key of ${server.name} is not confirmed yet. Nothing was sent.`,
      {
        hint: 'An administrator confirms the key on the page of the server.',
        reason: 'not_verified',
      },
    );
  }
  if (!server.isEnabled)
    throw new TomoError('unavailable', `${server.name} is switched off in Tomo.`, { reason: 'disabled' });
  return server;
}
