import 'server-only';
import { findAuditEntry } from '@/db/audit/queries';
import type { JobRow } from '@/db/jobs/tables';
import type { Tx } from '@/db/write';
import type { AuditAction, AuditEntityType } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import type { JobEnd } from './define';

/** Writes what became of the intent that a job's start recorded; exactly one outcome per intent. */
export async function recordOutcome(tx: Tx, job: JobRow, end: JobEnd): Promise<void> {
  if (job.auditIntentSeq === null) return;
  const intent = await findAuditEntry(tx, job.auditIntentSeq);
  if (!intent) return;
  await recordAudit(tx, {
    actor: {
      type: intent.actorType,
      userId: intent.userId,
      name: intent.actorName,
      sessionId: intent.sessionId,
      requestId: intent.requestId,
      clientIp: intent.clientIp,
      userAgent: intent.userAgent,
    },
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
