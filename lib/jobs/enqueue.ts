import 'server-only';
import { insertJob } from '@/db/jobs/mutations';
import { findActiveByDedupeKey } from '@/db/jobs/queries';
import type { Tx } from '@/db/write';
import type { AuditEntry } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import { jobDefinition } from './define';

export type NewJob = {
  /** Known beforehand when a domain row must name it; else made here. */
  id?: string;
  kind: string;
  /** Ids and plain options, never a secret. */
  payload: Record<string, unknown>;
  /** `server:<id>` exclusive on a server, `app:<id>` for one app, null for work that may run beside anything. */
  lane: string | null;
  /** Kind and target: while one with this key waits or runs, a second start finds it. */
  dedupeKey: string;
  targetLabel: string;
  serverId?: string | null;
  installedAppId?: string | null;
  requestedBy: string | null;
  retryOfId?: string | null;
  /** Names the act on many objects that this job is a part of. */
  groupId?: string | null;
  /** Recorded as an intent in the same transaction; the end of the job records its outcome. */
  audit: Omit<AuditEntry, 'outcome' | 'intentSeq' | 'jobId'>;
};

/**
 * Records a job, its steps and the audited intent in `tx`. A job for the same purpose that still waits or runs is
 * returned instead (`existing: true`), so that two clicks start one job. Call `wakeWorker()` after the commit.
 */
export async function enqueueJob(tx: Tx, job: NewJob): Promise<{ jobId: string; existing: boolean }> {
  const active = await findActiveByDedupeKey(tx, job.dedupeKey);
  if (active) return { jobId: active.id, existing: true };
  const definition = jobDefinition(job.kind);
  if (!definition) throw new Error(`No job of kind ${job.kind} is registered.`);
  const payload = definition.payload.parse(job.payload) as Record<string, unknown>;
  const id = job.id ?? newId();
  const intent = await recordAudit(tx, { ...job.audit, outcome: 'intent', jobId: id });
  const { kind, lane, dedupeKey, targetLabel, requestedBy } = job;
  const row = {
    id,
    kind,
    lane,
    dedupeKey,
    targetLabel,
    requestedBy,
    payload,
    serverId: job.serverId ?? null,
    installedAppId: job.installedAppId ?? null,
    retryOfId: job.retryOfId ?? null,
    groupId: job.groupId ?? null,
    runAfter: nowIso(),
    createdAt: nowIso(),
    auditIntentSeq: intent.seq,
  };
  await insertJob(
    tx,
    row,
    definition.steps(payload).map((key) => ({ id: newId(), key })),
  );
  return { jobId: id, existing: false };
}
