import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../write';
import { type JobRow, jobLogs, jobSteps, jobs } from './tables';

/** Adds a job and its steps, all pending. */
export async function insertJob(
  tx: Tx,
  job: typeof jobs.$inferInsert & { id: string },
  steps: { id: string; key: string }[],
): Promise<void> {
  await tx.insert(jobs).values(job);
  if (steps.length === 0) return;
  await tx
    .insert(jobSteps)
    .values(steps.map((step, position) => ({ id: step.id, jobId: job.id, position, key: step.key })));
}

/** Takes a pending job for `owner`; false when somebody was faster. Each claim raises `attempt`, the fence of all later writes. */
export async function claimJob(
  tx: Tx,
  id: string,
  lease: { owner: string; expiresAt: string; now: string },
): Promise<boolean> {
  const claimed = await tx
    .update(jobs)
    .set({
      status: 'running',
      attempt: sql`${jobs.attempt} + 1`,
      leaseOwner: lease.owner,
      leaseExpiresAt: lease.expiresAt,
      heartbeatAt: lease.now,
      startedAt: sql`coalesce(${jobs.startedAt}, ${lease.now})`,
    })
    .where(and(eq(jobs.id, id), eq(jobs.status, 'pending')))
    .returning({ id: jobs.id });
  return claimed.length === 1;
}

/** Takes over a running job that an earlier process left behind. */
export async function adoptJob(
  tx: Tx,
  id: string,
  attempt: number,
  lease: { owner: string; expiresAt: string; now: string },
): Promise<boolean> {
  const adopted = await tx
    .update(jobs)
    .set({
      attempt: attempt + 1,
      leaseOwner: lease.owner,
      leaseExpiresAt: lease.expiresAt,
      heartbeatAt: lease.now,
    })
    .where(and(eq(jobs.id, id), eq(jobs.status, 'running'), eq(jobs.attempt, attempt)))
    .returning({ id: jobs.id });
  return adopted.length === 1;
}

/** Extends the lease of a running job; false when the fence has moved on. */
export async function renewLease(
  tx: Tx,
  id: string,
  attempt: number,
  expiresAt: string,
  now: string,
): Promise<boolean> {
  const renewed = await tx
    .update(jobs)
    .set({ leaseExpiresAt: expiresAt, heartbeatAt: now })
    .where(and(eq(jobs.id, id), eq(jobs.status, 'running'), eq(jobs.attempt, attempt)))
    .returning({ id: jobs.id });
  return renewed.length === 1;
}

/** Changes a running job under its fence; false when this runner no longer holds it. */
export async function updateRunningJob(
  tx: Tx,
  id: string,
  attempt: number,
  patch: Partial<JobRow>,
): Promise<boolean> {
  const changed = await tx
    .update(jobs)
    .set(patch)
    .where(and(eq(jobs.id, id), eq(jobs.status, 'running'), eq(jobs.attempt, attempt)))
    .returning({ id: jobs.id });
  return changed.length === 1;
}

/** Ends a job that has not started. */
export async function endPendingJob(tx: Tx, id: string, patch: Partial<JobRow>): Promise<boolean> {
  const changed = await tx
    .update(jobs)
    .set(patch)
    .where(and(eq(jobs.id, id), eq(jobs.status, 'pending')))
    .returning({ id: jobs.id });
  return changed.length === 1;
}

/** Notes that somebody wants a running job to stop. */
export async function requestCancel(tx: Tx, id: string, userId: string, now: string): Promise<boolean> {
  const changed = await tx
    .update(jobs)
    .set({ cancelRequestedAt: now, cancelRequestedBy: userId })
    .where(and(eq(jobs.id, id), eq(jobs.status, 'running')))
    .returning({ id: jobs.id });
  return changed.length === 1;
}

/** Changes one step of a job. */
export async function updateStep(
  tx: Tx,
  jobId: string,
  key: string,
  patch: Partial<typeof jobSteps.$inferInsert>,
): Promise<void> {
  await tx
    .update(jobSteps)
    .set(patch)
    .where(and(eq(jobSteps.jobId, jobId), eq(jobSteps.key, key)));
}

/** Ends every step that is not final, when its job ends. */
export async function endOpenSteps(
  tx: Tx,
  jobId: string,
  from: 'pending' | 'running',
  patch: Partial<typeof jobSteps.$inferInsert>,
): Promise<void> {
  await tx
    .update(jobSteps)
    .set(patch)
    .where(and(eq(jobSteps.jobId, jobId), inArray(jobSteps.status, [from])));
}

/** Reserves `count` numbers for lines and adds their size; returns the first one, or undefined when the fence has moved on. */
export async function reserveLines(
  tx: Tx,
  id: string,
  attempt: number,
  count: number,
  bytes: number,
): Promise<number | undefined> {
  const [row] = await tx
    .update(jobs)
    .set({ lastLogSeq: sql`${jobs.lastLogSeq} + ${count}`, logBytes: sql`${jobs.logBytes} + ${bytes}` })
    .where(and(eq(jobs.id, id), eq(jobs.attempt, attempt)))
    .returning({ last: jobs.lastLogSeq });
  return row ? row.last - count + 1 : undefined;
}

/** Stores lines of a job. */
export async function insertJobLines(tx: Tx, rows: (typeof jobLogs.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(jobLogs).values(rows);
}
