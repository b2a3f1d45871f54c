import 'server-only';
import type { ServerRow } from '@/db/servers/tables';
import type { Tx } from '@/db/write';
import type { AuditAction, AuditValue } from '@/lib/audit/entry';
import { type Actor, auditActorOf } from '@/lib/auth/actor';
import { enqueueJob } from '@/lib/jobs/enqueue';

type ServerJob = {
  id?: string;
  kind: string;
  payload: Record<string, unknown>;
  /** Whether it is alone on the server, or may run beside anything. */
  isAlone: boolean;
  /** Jobs with the same are one; by default all of this kind on this server. */
  dedupeKey?: string;
  groupId?: string;
  /** What the ledger says of it. */
  action: AuditAction;
  oldValue?: AuditValue;
  newValue?: AuditValue;
};

/** Records a job on a server that `actor` asked for, with its intent in the ledger. Call `wakeWorker()` after the commit. */
export function enqueueServerJob(
  tx: Tx,
  actor: Actor,
  server: Pick<ServerRow, 'id' | 'name'>,
  { id, kind, payload, isAlone, dedupeKey, groupId, action, oldValue, newValue }: ServerJob,
): Promise<{ jobId: string; existing: boolean }> {
  return enqueueJob(tx, {
    id,
    kind,
    payload: { serverId: server.id, ...payload },
    lane: isAlone ? `server:${server.id}` : null,
    dedupeKey: dedupeKey ?? `${kind}:${server.id}`,
    targetLabel: server.name,
    serverId: server.id,
    groupId,
    requestedBy: actor.userId,
    audit: {
      actor: auditActorOf(actor),
      entityType: 'server',
      entityId: server.id,
      entityName: server.name,
      action,
      serverId: server.id,
      oldValue,
      newValue,
    },
  });
}
