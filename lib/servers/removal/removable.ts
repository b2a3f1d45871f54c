import 'server-only';
import { listBusyJobs, listServersBehind } from '@/db/servers/queries';
import type { ServerRow } from '@/db/servers/tables';
import type { Tx } from '@/db/write';
import { TomoError } from '@/lib/runtime/errors';

/**
 * Refuses to remove a server whose name was not typed, on which something still runs, or through which others are
 * reached: they would be out of reach from that moment on.
 */
export async function assertRemovable(tx: Tx, server: ServerRow, confirmName: string): Promise<void> {
  if (confirmName !== server.name) {
    throw new TomoError('invalid', 'The name does not match.', {
      fields: { confirmName: `Type ${server.name} to remove it.` },
    });
  }
  const busy = await listBusyJobs(tx, server.id);
  if (busy.length > 0) {
    throw new TomoError('conflict', `A job still runs on ${server.name}.`, {
      hint: 'Wait for it or cancel it, then remove the server.',
      data: { jobId: busy[0]?.id ?? null },
    });
  }
  const behind = await listServersBehind(tx, server.id);
  if (behind.length > 0) {
    throw new TomoError(
      'conflict',
      `${server.name} is the jump host of ${behind.map(({ name }) => name).join(', ')}.`,
      {
        hint: 'Let them be reached another way first, under Settings of each.',
        reason: 'is_jump_host',
      },
    );
  }
}
