import 'server-only';
import { database } from '@/db/client';
import { listActiveOfGroup } from '@/db/jobs/group';
import { endOpenSteps, endPendingJob, requestCancel } from '@/db/jobs/mutations';
import { findJob } from '@/db/jobs/queries';
import { write } from '@/db/write';
import { recordAudit } from '@/lib/audit/record';
import { type Actor, auditActorOf } from '@/lib/auth/actor';
import { nowIso } from '@/lib/runtime/clock';
import { isTomoError, notFound, TomoError } from '@/lib/runtime/errors';
import { recordOutcome } from './audit-outcome';
import { wakeCancel, wakeReaders } from './bus';
import { type JobEnd, jobDefinition } from './define';

/** Cancels what still waits or runs of one act on many objects; returns how many jobs that were. */
export async function cancelGroup(actor: Actor, groupId: string): Promise<number> {
  const active = await listActiveOfGroup(database(), groupId);
  for (const { id } of active) {
    await cancelJob(actor, id).catch((error) => {
      // Ended by itself meanwhile.
      if (!(isTomoError(error) && error.reason === 'job_ended')) throw error;
    });
  }
  return active.length;
}

/**
 * Cancels a job: one that waits ends at once; one that runs is asked to stop, ends what it started on the server and
 * says what it leaves. Returns whether it has ended already. Throws `conflict` when it had ended before.
 */
export async function cancelJob(actor: Actor, jobId: string): Promise<{ ended: boolean }> {
  const ended = await write(async (tx) => {
    const job = await findJob(tx, jobId);
    if (!job) throw notFound('This job');
    if (job.status !== 'pending' && job.status !== 'running') {
      throw new TomoError('conflict', 'This job has already ended.', {
        hint: 'Reload the page to see its result.',
        reason: 'job_ended',
      });
    }
    // Asked for before: once is enough, for the job and for the ledger.
    if (job.cancelRequestedAt) return false;
    await recordAudit(tx, {
      actor: auditActorOf(actor),
      entityType: 'system',
      entityId: job.id,
      entityName: `${job.kind} ${job.targetLabel}`,
      action: 'cancel',
      serverId: job.serverId,
      jobId: job.id,
    });
    if (job.status === 'running') {
      await requestCancel(tx, job.id, actor.userId, nowIso());
      return false;
    }
    const end: JobEnd = {
      status: 'cancelled',
      errorCode: 'cancelled',
      errorMessage: 'Cancelled before it began.',
      result: null,
    };
    const definition = jobDefinition(job.kind);
    await definition?.onEnd?.(tx, job, job.payload, end);
    await recordOutcome(tx, job, end);
    await endOpenSteps(tx, job.id, 'pending', { status: 'cancelled', finishedAt: nowIso() });
    await endPendingJob(tx, job.id, {
      status: 'cancelled',
      errorCode: end.errorCode,
      errorMessage: end.errorMessage,
      finishedAt: nowIso(),
    });
    return true;
  });
  wakeCancel(jobId);
  wakeReaders(jobId);
  return { ended };
}
