import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Reader } from '../client';
import { jobLogs, jobSteps, jobs } from './tables';

/** Jobs of one act on many objects that still wait or run. */
export async function listActiveOfGroup(db: Reader, groupId: string) {
  return db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.groupId, groupId), inArray(jobs.status, ['pending', 'running'])));
}

/** Exit codes of the commands of a group, by job. */
export async function listExitCodes(db: Reader, groupId: string) {
  return db
    .select({ jobId: jobSteps.jobId, exitCode: sql<number>`${jobSteps.exitCode}` })
    .from(jobSteps)
    .innerJoin(jobs, eq(jobs.id, jobSteps.jobId))
    .where(and(eq(jobs.groupId, groupId), isNotNull(jobSteps.exitCode)));
}

/** The newest lines of output of each job of a group, in order; looks at the last `within` lines of each. */
export async function listLastOutput(db: Reader, groupId: string, within: number) {
  return db
    .select({
      jobId: jobLogs.jobId,
      seq: jobLogs.seq,
      stream: jobLogs.stream,
      message: sql<string>`substr(${jobLogs.message}, 1, 400)`,
    })
    .from(jobLogs)
    .innerJoin(jobs, eq(jobs.id, jobLogs.jobId))
    .where(
      and(
        eq(jobs.groupId, groupId),
        sql`${jobLogs.seq} > ${jobs.lastLogSeq} - ${within}`,
        inArray(jobLogs.stream, ['stdout', 'stderr']),
      ),
    )
    .orderBy(jobLogs.jobId, jobLogs.seq);
}
