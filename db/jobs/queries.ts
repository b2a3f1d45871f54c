import { and, asc, desc, eq, gt, inArray, lt, lte, ne, notExists, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Reader } from '../client';
import { users } from '../users/tables';
import { jobLogs, jobSteps, jobs } from './tables';

const active = ['pending', 'running'] as const;

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
  status?: (typeof jobs.$inferSelect)['status'][];
  kind?: string;
  serverId?: string;
  installedAppId?: string;
  requestedBy?: string;
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

/** One page of jobs, newest first, without payloads, results or lines. */
export async function listJobs(db: Reader, filter: JobFilter, limit: number) {
  return db
    .select(summary)
    .from(jobs)
    .leftJoin(users, eq(users.id, jobs.requestedBy))
    .where(
      and(
        filter.status ? inArray(jobs.status, filter.status) : undefined,
        filter.kind ? eq(jobs.kind, filter.kind) : undefined,
        filter.serverId ? eq(jobs.serverId, filter.serverId) : undefined,
        filter.installedAppId ? eq(jobs.installedAppId, filter.installedAppId) : undefined,
        filter.requestedBy ? eq(jobs.requestedBy, filter.requestedBy) : undefined,
        filter.groupId ? eq(jobs.groupId, filter.groupId) : undefined,
        olderThan(filter.before),
      ),
    )
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(limit);
}

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

function olderThan(before: JobFilter['before']): SQL | undefined {
  if (!before) return undefined;
  return or(
    lt(jobs.createdAt, before.createdAt),
    and(eq(jobs.createdAt, before.createdAt), lt(jobs.id, before.id)),
  );
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
