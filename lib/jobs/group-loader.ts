import 'server-only';
import { database } from '@/db/client';
import { listExitCodes, listLastOutput } from '@/db/jobs/group';
import { listJobs } from '@/db/jobs/queries';
import { can } from '@/lib/auth/permissions';
import { defineLoader } from '@/lib/procedures/loader';
import { notFound } from '@/lib/runtime/errors';
import { isId } from '@/lib/runtime/ids';
import { GROUP_LIMIT } from './group';
import type { JobStatus } from './states';
import { type JobSummary, jobSummary } from './views';

/** Lines of output that stand beside each job of a group; the rest is on its own page. */
const SHOWN_LINES = 12;

export type GroupMember = JobSummary & {
  exitCode: number | null;
  /** The last lines of output; empty for who may not see output. */
  output: { seq: number; stream: string; message: string }[];
};

/** Every job of one act on many objects: those that ended badly first, then by name. */
export const loadJobGroup = defineLoader('jobs.read', async (actor, groupId: string) => {
  const db = database();
  const rows = isId(groupId) ? await listJobs(db, { groupId }, GROUP_LIMIT) : [];
  const [first] = rows;
  if (!first) throw notFound('This group of jobs');
  const seesOutput = can(actor.role, 'jobs.output');
  const exitCodes = new Map(
    (await listExitCodes(db, groupId)).map(({ jobId, exitCode }) => [jobId, exitCode]),
  );
  // Only commands have output that people compare between servers.
  const lines =
    seesOutput && first.kind === 'server.command' ? await listLastOutput(db, groupId, SHOWN_LINES) : [];
  const output = new Map<string, GroupMember['output']>();
  for (const { jobId, ...line } of lines) output.set(jobId, [...(output.get(jobId) ?? []), line]);
  const members = rows
    .map(
      (row): GroupMember => ({
        ...jobSummary(row, seesOutput),
        exitCode: exitCodes.get(row.id) ?? null,
        output: output.get(row.id) ?? [],
      }),
    )
    .sort(
      (left, right) =>
        rank[left.status] - rank[right.status] || left.targetLabel.localeCompare(right.targetLabel),
    );
  return {
    id: groupId,
    kind: first.kind,
    requestedBy: members[0]?.requestedBy ?? null,
    createdAt: first.createdAt,
    members,
    mayOperate: can(actor.role, 'jobs.operate'),
  };
});

const rank: Record<JobStatus, number> = {
  failed: 0,
  interrupted: 1,
  cancelled: 2,
  running: 3,
  pending: 4,
  completed: 5,
};
