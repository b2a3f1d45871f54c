import 'server-only';
import { findAuditEntry } from '@/db/audit/queries';
import { findJob } from '@/db/jobs/queries';
import type { JobRow } from '@/db/jobs/tables';
import type { Tx } from '@/db/write';
import { type AuditAction, type AuditActor, type AuditEntityType, systemActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import type { JobEnd } from './define';

/** Writes what became of the intent that a job's start recorded; exactly one outcome per intent. */
export async function recordOutcome(tx: Tx, job: JobRow, end: JobEnd): Promise<void> {
  if (job.auditIntentSeq === null) return;
  const intent = await findAuditEntry(tx, job.auditIntentSeq);
  if (!intent) return;
  await recordAudit(tx, {
    actor: actorOf(intent),
    entityType: intent.entityType as AuditEntityType,
    entityId: intent.entityId,
    entityName: intent.entityName,
    action: intent.action as AuditAction,
    outcome: end.status === 'completed' ? 'ok' : end.status === 'interrupted' ? 'unknown' : 'failed',
    intentSeq: intent.seq,
    serverId: intent.serverId,
    jobId: job.id,
    newValue: { status: end.status, ...(end.errorCode ? { error: end.errorCode } : {}) },
  });
}

/** Who started a job, as the ledger remembers it; Tomo itself where that was nobody. */
export async function actorOfJob(tx: Tx, jobId: string): Promise<AuditActor> {
  const job = await findJob(tx, jobId);
  const intent = job?.auditIntentSeq == null ? undefined : await findAuditEntry(tx, job.auditIntentSeq);
  return intent ? actorOf(intent) : systemActor;
}

type Intent = NonNullable<Awaited<ReturnType<typeof findAuditEntry>>>;

function actorOf(intent: Intent): AuditActor {
  return {
    type: intent.actorType,
    userId: intent.userId,
    name: intent.actorName,
    sessionId: intent.sessionId,
    requestId: intent.requestId,
    clientIp: intent.clientIp,
    userAgent: intent.userAgent,
  };
}
