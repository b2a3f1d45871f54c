import 'server-only';
import type { JobRow } from '@/db/jobs/tables';
import { findServer, listBusyJobs } from '@/db/servers/queries';
import { write } from '@/db/write';
import type { Actor } from '@/lib/auth/actor';
import { wakeWorker } from '@/lib/jobs/bus';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { assertAddressFree } from '../address-taken';
import { assertJumpHost } from '../jump-host';
import type { MoveInput } from '../schema';
import { enqueueServerJob } from '../server-job';

/** Tries a move again: the new address is looked at anew. */
export async function retryMove(actor: Actor, job: JobRow): Promise<{ jobId: string; existing: boolean }> {
  const { serverId, ...address } = job.payload as MoveInput & { serverId: string };
  return startMove(actor, serverId, address);
}

/** Records the move of a server to another address or behind another jump host. Nothing may run on it meanwhile. */
export async function startMove(
  actor: Actor,
  serverId: string,
  { host, port, jumpServerId }: MoveInput,
): Promise<{ jobId: string; existing: boolean }> {
  const job = await write(async (tx) => {
    const server = await findServer(tx, serverId);
    if (!server) throw notFound('This server');
    if (server.host === host && server.port === port && server.jumpServerId === jumpServerId)
      throw new TomoError('conflict', `${server.name} is at this address already.`, {
        fields: { host: 'This is its address now.' },
      });
    await assertJumpHost(tx, jumpServerId, serverId);
    await assertAddressFree(tx, { host, port, username: server.username, jumpServerId }, 'host', serverId);
    // The same move once; another address is another wish and must not be told that it is under way.
    const dedupeKey = `server.move:${serverId}:${host}:${port}:${jumpServerId ?? ''}`;
    const busy = (await listBusyJobs(tx, serverId)).find((job) => job.dedupeKey !== dedupeKey);
    if (busy)
      throw new TomoError('conflict', `A job still runs on ${server.name}.`, {
        hint: 'Wait for it or cancel it, then move the server.',
        data: { jobId: busy.id },
      });
    return enqueueServerJob(tx, actor, server, {
      kind: 'server.move',
      payload: { host, port, jumpServerId },
      isAlone: true,
      dedupeKey,
      action: 'update',
      oldValue: { host: server.host, port: server.port, jump_server_id: server.jumpServerId },
      newValue: { host, port, jump_server_id: jumpServerId },
    });
  });
  wakeWorker();
  return job;
}
