import { and, eq, gte, inArray, isNull, lte, ne, sql } from 'drizzle-orm';
import type { Tx } from '../write';
import { type JobLogRow, type JobRow, jobLogs, jobSteps, jobs } from './tables';

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

/** Reserves `count` numbers for lines with which the log takes `logBytes`; returns the first, or undefined when the fence has moved on. */
export async function reserveLines(
  tx: Tx,
  id: string,
  attempt: number,
  count: number,
  logBytes: number,
): Promise<number | undefined> {
  const [row] = await tx
    .update(jobs)
    .set({ lastLogSeq: sql`${jobs.lastLogSeq} + ${count}`, logBytes })
    .where(and(eq(jobs.id, id), eq(jobs.attempt, attempt)))
    .returning({ last: jobs.lastLogSeq });
  return row ? row.last - count + 1 : undefined;
}

/** Notes what the lines of a job take in the file and what of them was cut; false when the fence has moved on. */
export async function noteLogSize(
  tx: Tx,
  id: string,
  attempt: number,
  size: Pick<JobRow, 'logBytes' | 'logCut'>,
): Promise<boolean> {
  const changed = await tx
    .update(jobs)
    .set(size)
    .where(and(eq(jobs.id, id), eq(jobs.attempt, attempt)))
    .returning({ id: jobs.id });
  return changed.length === 1;
}

/** Notes that a step begins with the next line of its job. */
export async function noteFirstLine(tx: Tx, jobId: string, key: string): Promise<void> {
  await tx
    .update(jobSteps)
    .set({ firstSeq: sql`(SELECT ${jobs.lastLogSeq} + 1 FROM ${jobs} WHERE ${jobs.id} = ${jobId})` })
    .where(and(eq(jobSteps.jobId, jobId), eq(jobSteps.key, key)));
}

/** Stores lines of a job: one statement with one value, because a flood of lines is where the time goes. */
export async function insertJobLines(
  tx: Tx,
  jobId: string,
  lines: Omit<JobLogRow, 'jobId'>[],
): Promise<void> {
  if (lines.length === 0) return;
  const values = JSON.stringify(
    lines.map(({ seq, step, stream, level, message, timestamp }) => [
      seq,
      step,
      stream,
      level,
      message,
      timestamp,
    ]),
  );
  await tx.run(sql`
    INSERT INTO job_logs (job_id, seq, step, stream, level, message, timestamp)
    SELECT ${jobId}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
    FROM json_each(${values})`);
}

/** Makes one line of a job the one that says what was cut around it. */
export async function markJobLine(tx: Tx, jobId: string, seq: number, message: string): Promise<void> {
  await tx
    .update(jobLogs)
    .set({ stream: 'event', level: 'WARNING', message })
    .where(and(eq(jobLogs.jobId, jobId), eq(jobLogs.seq, seq)));
}

/** Removes the lines of output from `from` to `to`, both included. What Tomo itself said stays. */
export async function deleteJobOutput(tx: Tx, jobId: string, from: number, to: number): Promise<void> {
  await tx
    .delete(jobLogs)
    .where(
      and(
        eq(jobLogs.jobId, jobId),
        gte(jobLogs.seq, from),
        lte(jobLogs.seq, to),
        ne(jobLogs.stream, 'event'),
      ),
    );
}

/** Notes which job is tried again by this one, unless it says so already. */
export async function linkRetry(tx: Tx, id: string, retryOfId: string): Promise<void> {
  await tx
    .update(jobs)
    .set({ retryOfId })
    .where(and(eq(jobs.id, id), isNull(jobs.retryOfId)));
}
