import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, lte, ne, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Reader } from '../client';
import { users } from '../users/tables';
import { type JobRow, jobLogs, jobSteps, jobs } from './tables';

const active = ['pending', 'running'] as const;
const statuses = [...active, 'completed', 'failed', 'cancelled', 'interrupted'] as const;

/** One job with all its columns. */
export async function findJob(db: Reader, id: string) {
  const [job] = await db.select().from(jobs).where(eq(jobs.id, id)).limit(1);
  return job;
}

/** The job that already waits or runs for the same purpose. */
export async function findActiveByDedupeKey(db: Reader, dedupeKey: string) {
  const [job] = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.dedupeKey, dedupeKey), inArray(jobs.status, [...active])))
    .limit(1);
  return job;
}

/** The newest job of a kind, or the newest of them in one state. */
export async function findLastOfKind(db: Reader, kind: string, status?: JobRow['status']) {
  const [job] = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.kind, kind), status ? eq(jobs.status, status) : undefined))
    .orderBy(desc(jobs.createdAt))
    .limit(1);
  return job;
}

/** Steps of a job in order. */
export async function listSteps(db: Reader, jobId: string) {
  return db.select().from(jobSteps).where(eq(jobSteps.jobId, jobId)).orderBy(asc(jobSteps.position));
}

/** Jobs that may be claimed now, most urgent first. */
export async function listClaimable(db: Reader, now: string, limit: number) {
  return db
    .select()
    .from(jobs)
    .where(and(eq(jobs.status, 'pending'), lte(jobs.runAfter, now)))
    .orderBy(desc(jobs.priority), asc(jobs.runAfter), asc(jobs.id))
    .limit(limit);
}

/** Every running job. */
export async function listRunning(db: Reader) {
  return db.select().from(jobs).where(eq(jobs.status, 'running'));
}

/** Who asked for a job, with what matters for asking the right again; undefined when nobody (or nobody any more) did. */
export async function findRequester(db: Reader, userId: string) {
  const [user] = await db
    .select({ role: users.role, isActive: users.isActive, deletedAt: users.deletedAt })
    .from(users)
    .where(eq(users.id, userId))
    .limit(1);
  return user;
}

export type JobFilter = {
  status?: JobRow['status'][];
  kind?: string[];
  serverId?: string;
  installedAppId?: string;
  /** Who asked for it; null: Tomo itself. */
  requestedBy?: string | null;
  /** Only jobs created at or after this moment. */
  since?: string;
  groupId?: string;
  before?: { createdAt: string; id: string };
};

const summary = {
  id: jobs.id,
  kind: jobs.kind,
  status: jobs.status,
  targetLabel: jobs.targetLabel,
  serverId: jobs.serverId,
  installedAppId: jobs.installedAppId,
  currentStep: jobs.currentStep,
  progressPercent: jobs.progressPercent,
  errorCode: jobs.errorCode,
  errorMessage: jobs.errorMessage,
  attempt: jobs.attempt,
  retryOfId: jobs.retryOfId,
  createdAt: jobs.createdAt,
  startedAt: jobs.startedAt,
  finishedAt: jobs.finishedAt,
  requestedBy: users.displayName,
  requestedByName: users.username,
};

/**
 * One page of jobs, newest first, without payloads, results or lines. Each state is read by itself through an index that
 * already has the order of the list, then they are merged: no page costs more because there are more jobs.
 */
export async function listJobs(db: Reader, filter: JobFilter, limit: number) {
  const states = filter.status ?? (filter.kind ? [...statuses] : [undefined]);
  const pages = [];
  for (const status of states) pages.push(...(await listJobsIn(db, status, filter, limit)));
  if (states.length === 1) return pages;
  return pages.sort((left, right) => (orderOf(left) < orderOf(right) ? 1 : -1)).slice(0, limit);
}

function listJobsIn(db: Reader, status: JobRow['status'] | undefined, filter: JobFilter, limit: number) {
  const { before, kind, requestedBy } = filter;
  return db
    .select(summary)
    .from(jobs)
    .leftJoin(users, eq(users.id, jobs.requestedBy))
    .where(
      and(
        status ? eq(jobs.status, status) : undefined,
        kind?.length === 1 && kind[0] ? eq(jobs.kind, kind[0]) : undefined,
        kind && kind.length > 1 ? inArray(jobs.kind, kind) : undefined,
        filter.serverId ? eq(jobs.serverId, filter.serverId) : undefined,
        filter.installedAppId ? eq(jobs.installedAppId, filter.installedAppId) : undefined,
        filter.groupId ? eq(jobs.groupId, filter.groupId) : undefined,
        requestedBy === null ? isNull(jobs.requestedBy) : undefined,
        requestedBy ? eq(jobs.requestedBy, requestedBy) : undefined,
        filter.since ? gte(jobs.createdAt, filter.since) : undefined,
        // A comparison of rows is one range of the index; the same said with OR would read and sort everything.
        before ? sql`(${jobs.createdAt}, ${jobs.id}) < (${before.createdAt}, ${before.id})` : undefined,
      ),
    )
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(limit);
}

const orderOf = (job: { createdAt: string; id: string }) => `${job.createdAt} ${job.id}`;

/** The summary of one job. */
export async function findJobSummary(db: Reader, id: string) {
  const [job] = await db
    .select(summary)
    .from(jobs)
    .leftJoin(users, eq(users.id, jobs.requestedBy))
    .where(eq(jobs.id, id))
    .limit(1);
  return job;
}

/** The newest retry of a job. */
export async function findRetryOf(db: Reader, id: string) {
  const [job] = await db
    .select({ id: jobs.id, status: jobs.status })
    .from(jobs)
    .where(eq(jobs.retryOfId, id))
    .orderBy(desc(jobs.createdAt))
    .limit(1);
  return job;
}

// A target that is checked every minute has many jobs; looking further back than this would not be a comparison any more.
const LOOKED_BACK = 500;

/** The newest completed job of the same kind for the same target before `job`, among its target's last jobs. */
export async function findLastCompleted(db: Reader, job: JobRow) {
  const target = job.installedAppId
    ? eq(jobs.installedAppId, job.installedAppId)
    : job.serverId
      ? eq(jobs.serverId, job.serverId)
      : undefined;
  if (!target) return undefined;
  const recent = db
    .select({
      id: jobs.id,
      kind: jobs.kind,
      status: jobs.status,
      startedAt: jobs.startedAt,
      finishedAt: jobs.finishedAt,
      createdAt: jobs.createdAt,
    })
    .from(jobs)
    .where(and(target, lt(jobs.createdAt, job.createdAt)))
    .orderBy(desc(jobs.createdAt))
    .limit(LOOKED_BACK)
    .as('recent');
  const [last] = await db
    .select({ id: recent.id, startedAt: recent.startedAt, finishedAt: recent.finishedAt })
    .from(recent)
    .where(and(eq(recent.kind, job.kind), eq(recent.status, 'completed')))
    .orderBy(desc(recent.createdAt))
    .limit(1);
  return last;
}

/** Lines of a job after `seq`, in order. */
export async function listJobLinesAfter(db: Reader, jobId: string, seq: number, limit: number) {
  return db
    .select()
    .from(jobLogs)
    .where(and(eq(jobLogs.jobId, jobId), gt(jobLogs.seq, seq)))
    .orderBy(asc(jobLogs.seq))
    .limit(limit);
}

/** The last lines of a job before `seq`, in order. */
export async function listJobLinesBefore(db: Reader, jobId: string, seq: number, limit: number) {
  const rows = await db
    .select()
    .from(jobLogs)
    .where(and(eq(jobLogs.jobId, jobId), lt(jobLogs.seq, seq)))
    .orderBy(desc(jobLogs.seq))
    .limit(limit);
  return rows.reverse();
}

/** The oldest lines of output after `seq` with the bytes of each, in order. */
export async function listJobOutputSizes(db: Reader, jobId: string, seq: number, limit: number) {
  return db
    .select({ seq: jobLogs.seq, bytes: sql<number>`length(CAST(${jobLogs.message} AS BLOB))` })
    .from(jobLogs)
    .where(and(eq(jobLogs.jobId, jobId), gt(jobLogs.seq, seq), ne(jobLogs.stream, 'event')))
    .orderBy(asc(jobLogs.seq))
    .limit(limit);
}

/** Numbers of the lines of a job in `(after, to]` that contain `pattern` (a LIKE pattern, escaped by `\\`), in order. */
export async function matchJobLines(db: Reader, jobId: string, after: number, to: number, pattern: string) {
  const rows = await db
    .select({ seqs: sql<string>`json_group_array(${jobLogs.seq})` })
    .from(jobLogs)
    .where(
      and(
        eq(jobLogs.jobId, jobId),
        gt(jobLogs.seq, after),
        lte(jobLogs.seq, to),
        sql`${jobLogs.message} LIKE ${pattern} ESCAPE '\\'`,
      ),
    );
  return JSON.parse(rows[0]?.seqs ?? '[]') as number[];
}

/** Jobs that ended badly since `since` and were not tried again or repeated successfully, newest first. */
export async function listUnresolvedFailures(db: Reader, since: string, limit: number) {
  const newer = alias(jobs, 'newer');
  return db
    .select(summary)
    .from(jobs)
    .leftJoin(users, eq(users.id, jobs.requestedBy))
    .where(
      and(
        inArray(jobs.status, ['failed', 'interrupted']),
        gt(jobs.finishedAt, since),
        notExists(
          db
            .select({ one: sql`1` })
            .from(newer)
            .where(and(eq(newer.dedupeKey, jobs.dedupeKey), gt(newer.createdAt, jobs.createdAt))),
        ),
      ),
    )
    .orderBy(desc(jobs.createdAt))
    .limit(limit);
}

/** The steps of several jobs, each job's in order. */
export async function listStepsOfJobs(db: Reader, jobIds: readonly string[]) {
  if (jobIds.length === 0) return [];
  const { jobId, key, status, durationMs } = jobSteps;
  return db
    .select({ jobId, key, status, durationMs })
    .from(jobSteps)
    .where(inArray(jobSteps.jobId, [...jobIds]))
    .orderBy(asc(jobSteps.jobId), asc(jobSteps.position));
}
