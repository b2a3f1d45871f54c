import 'server-only';
import type { ServerRow } from '@/db/servers/tables';
import { TomoError } from '@/lib/runtime/errors';

/** Refuses to start anything on a server whose host key nobody confirmed, or which contradicts the confirmed one. */
export function assertTrusted(server: ServerRow): void {
  if (server.hostKeyPublic && server.status !== 'host_key_changed') return;
  throw new TomoError('conflict', `The host key of ${server.name} is not confirmed. Nothing was started.`, {
    hint: 'An administrator confirms the key on the page of the server.',
    reason: server.hostKeyPublic ? 'host_key_changed' : 'not_verified',
  });
}
