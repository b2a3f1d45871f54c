import 'server-only';
import type { ServerRow } from '@/db/servers/tables';
import { TomoError } from '@/lib/runtime/errors';

/** Throws `conflict` for a server whose host key nobody has confirmed, or that shows another one: no work starts there. */
export function requireTrusted(server: Pick<ServerRow, 'name' | 'hostKeyPublic' | 'status'>): void {
  if (server.hostKeyPublic && server.status !== 'host_key_changed') return;
  throw new TomoError('conflict', `The host key of ${server.name} is not confirmed. Nothing was started.`, {
    hint: 'An administrator confirms the key on the page of the server.',
    reason: server.hostKeyPublic ? 'host_key_changed' : 'not_verified',
  });
}
