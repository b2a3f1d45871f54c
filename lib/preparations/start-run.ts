import 'server-only';
import { insertPreparation } from '@/db/preparations/mutations';
import { findActivePreparation, findPreparation } from '@/db/preparations/queries';
import type { ServerPreparationRow } from '@/db/preparations/tables';
import { findServer } from '@/db/servers/queries';
import { type Tx, write } from '@/db/write';
import { type Actor, auditActorOf } from '@/lib/auth/actor';
import { wakeWorker } from '@/lib/jobs/bus';
import { jobDefinition } from '@/lib/jobs/define';
import { enqueueJob } from '@/lib/jobs/enqueue';
import { type JobGroup, startGroup } from '@/lib/jobs/group';
import { nowIso } from '@/lib/runtime/clock';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { newId } from '@/lib/runtime/ids';
import { requireTrusted } from '@/lib/servers/require-trusted';

export type Run = {
  jobKind: string;
  kind: ServerPreparationRow['kind'];
  /** Kept in the row; what the job itself needs is in `payload`. */
  options: Record<string, unknown>;
  payload: Record<string, unknown>;
  /** A word of the ledger. */
  action: 'prepare' | 'plan' | 'undo';
  retryOfId?: string;
};

export type StartedRun = { jobId: string; preparationId: string; existing: boolean };

/**
 * Records a run about the preparation of a server with its job and audited intent. While one of the same kind waits or runs,
 * that one is returned; beside one of another kind none may start.
 */
export async function startRun(
  actor: Actor,
  serverId: string,
  runOf: Run | ((tx: Tx) => Promise<Run>),
): Promise<StartedRun> {
  const started = await write((tx) => recordRun(tx, actor, serverId, runOf));
  wakeWorker();
  return started;
}

/** The same for many servers: one run each, as one group. */
export function startRuns(actor: Actor, serverIds: readonly string[], run: Run): Promise<JobGroup> {
  return startGroup(serverIds, (tx, serverId, groupId) => recordRun(tx, actor, serverId, run, groupId));
}

async function recordRun(
  tx: Tx,
  actor: Actor,
  serverId: string,
  runOf: Run | ((tx: Tx) => Promise<Run>),
  groupId?: string,
): Promise<StartedRun> {
  const server = await findServer(tx, serverId);
  if (!server) throw notFound('This server');
  requireTrusted(server);
  const run = typeof runOf === 'function' ? await runOf(tx) : runOf;
  const dedupeKey = `${run.jobKind}:${serverId}`;
  const active = await findActivePreparation(tx, serverId);
  if (active?.jobId) {
    if (active.dedupeKey === dedupeKey)
      return { jobId: active.jobId, preparationId: active.id, existing: true };
    throw new TomoError('conflict', `Another job about the preparation of ${server.name} runs.`, {
      hint: 'Wait for its end or cancel it, then start again.',
      reason: 'preparation_busy',
      data: { jobId: active.jobId },
    });
  }
  const earlier = run.retryOfId ? await findPreparation(tx, run.retryOfId) : undefined;
  const [jobId, preparationId] = [newId(), newId()];
  const payload = { ...run.payload, serverId, preparationId };
  const job = await enqueueJob(tx, {
    id: jobId,
    kind: run.jobKind,
    payload,
    lane: `server:${serverId}`,
    dedupeKey,
    targetLabel: server.name,
    serverId,
    requestedBy: actor.userId,
    retryOfId: earlier?.jobId,
    groupId,
    audit: {
      actor: auditActorOf(actor),
      entityType: 'preparation',
      entityId: preparationId,
      entityName: server.name,
      action: earlier ? 'retry' : run.action,
      serverId,
      newValue: { options: run.options },
    },
  });
  await insertPreparation(tx, {
    id: preparationId,
    serverId,
    jobId: job.jobId,
    kind: run.kind,
    totalSteps: jobDefinition(run.jobKind)?.steps(payload).length ?? 0,
    options: run.options,
    retryOfId: earlier?.id,
    requestedBy: actor.userId,
    createdAt: nowIso(),
  });
  return { jobId: job.jobId, preparationId, existing: false };
}
