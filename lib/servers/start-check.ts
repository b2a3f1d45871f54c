import 'server-only';
import { findServer } from '@/db/servers/queries';
import { write } from '@/db/write';
import { type Actor, auditActorOf } from '@/lib/auth/actor';
import { wakeWorker } from '@/lib/jobs/bus';
import { enqueueJob } from '@/lib/jobs/enqueue';
import { notFound } from '@/lib/runtime/errors';

/** Records a check of a server; a second start finds the first. */
export async function startCheck(
  actor: Actor,
  serverId: string,
): Promise<{ jobId: string; existing: boolean }> {
  const job = await write(async (tx) => {
    const server = await findServer(tx, serverId);
    if (!server) throw notFound('This server');
    return enqueueJob(tx, {
      kind: 'server.check',
      payload: { serverId, jump: server.jumpServerId !== null },
      lane: null,
      dedupeKey: `server.check:${serverId}`,
      targetLabel: server.name,
      serverId,
      requestedBy: actor.userId,
      audit: {
        actor: auditActorOf(actor),
        entityType: 'server',
        entityId: serverId,
        entityName: server.name,
        action: 'connect',
        serverId,
      },
    });
  });
  wakeWorker();
  return job;
}
