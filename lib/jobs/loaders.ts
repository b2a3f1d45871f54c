import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import {
  findJob,
  findJobSummary,
  findRetryOf,
  listJobs,
  listSteps,
  listUnresolvedFailures,
} from '@/db/jobs/queries';
import { can } from '@/lib/auth/permissions';
import { defineLoader } from '@/lib/procedures/loader';
import { isoIn } from '@/lib/runtime/clock';
import { notFound } from '@/lib/runtime/errors';
import { isId } from '@/lib/runtime/ids';
import { jobDefinition } from './define';
import { jobStatuses } from './states';
import { followJob, type TailEvent } from './tail';
import { type JobSummary, jobStateView, jobSummary, stepView } from './views';

export const FIRST_LINES = 500;

/** The page of one job: what it is, its steps, and (for those who may see output) its last stored lines. */
export const loadJob = defineLoader(
  'jobs.read',
  async (actor, jobId: string, options: { before?: number } = {}) => {
    const row = isId(jobId) ? await findJob(database(), jobId) : undefined;
    const summary = row && (await findJobSummary(database(), jobId));
    if (!row || !summary) throw notFound('This job');
    const seesOutput = can(actor.role, 'jobs.output');
    const before = options.before ?? Number.MAX_SAFE_INTEGER;
    const lines = seesOutput
      ? ((await jobDefinition(row.kind)?.lines.listBefore(database(), jobId, before, FIRST_LINES)) ?? [])
      : [];
    const retry = await findRetryOf(database(), jobId);
    return {
      ...jobSummary(summary, seesOutput),
      state: jobStateView(row, seesOutput),
      steps: (await listSteps(database(), jobId)).map((step) => stepView(step, seesOutput)),
      lines,
      seesOutput,
      mayOperate: can(actor.role, 'jobs.operate'),
      retriedBy: retry?.id ?? null,
      result:
        seesOutput && row.status === 'completed'
          ? ((row.result ?? null) as Record<string, unknown> | null)
          : null,
    };
  },
);

/** Follows a job for a streaming page; ends with `signal`. */
export const loadJobTail = defineLoader(
  'jobs.output',
  async (_actor, jobId: string, after: number, signal: AbortSignal): Promise<AsyncGenerator<TailEvent>> =>
    followJob(jobId, after, signal, true),
);

/** What a list of jobs can be narrowed by; also the query of `GET /api/v1/jobs`. */
export const jobListQuery = z.object({
  status: z
    .string()
    .optional()
    .transform((text) =>
      text
        ?.split(',')
        .filter((word): word is (typeof jobStatuses)[number] =>
          (jobStatuses as readonly string[]).includes(word),
        ),
    ),
  kind: z.string().max(60).optional(),
  server: z.uuid().optional(),
  app: z.uuid().optional(),
  group: z.uuid().optional(),
  after: z.string().max(120).optional(),
  size: z.coerce.number().int().min(1).max(100).catch(25).default(25),
});

/** One page of jobs, newest first, with the cursor of the next. */
export const loadJobs = defineLoader(
  'jobs.read',
  async (
    actor,
    query: z.output<typeof jobListQuery>,
  ): Promise<{ jobs: JobSummary[]; next: string | null }> => {
    const status = query.status?.length ? query.status : undefined;
    const filter = {
      status,
      kind: query.kind,
      serverId: query.server,
      installedAppId: query.app,
      groupId: query.group,
      before: readCursor(query.after),
    };
    const rows = await listJobs(database(), filter, query.size + 1);
    const page = rows.slice(0, query.size);
    const last = page.at(-1);
    return {
      jobs: page.map((row) => jobSummary(row, can(actor.role, 'jobs.output'))),
      next: rows.length > query.size && last ? `${last.createdAt}_${last.id}` : null,
    };
  },
);

function readCursor(text: string | undefined): { createdAt: string; id: string } | undefined {
  const match = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z)_([0-9a-f-]{36})$/.exec(text ?? '');
  return match?.[1] && match[2] ? { createdAt: match[1], id: match[2] } : undefined;
}

/** What waits or runs at this moment, for the top bar. */
export const loadRunningJobs = defineLoader('jobs.read', async (actor) =>
  (await listJobs(database(), { status: ['pending', 'running'] }, 20)).map((row) =>
    jobSummary(row, can(actor.role, 'jobs.output')),
  ),
);

const DAY_MS = 24 * 60 * 60_000;

/** Jobs of the last day that ended badly and that nobody has repeated since. */
export const loadUnresolvedFailures = defineLoader('jobs.read', async (actor) =>
  (await listUnresolvedFailures(database(), isoIn(-DAY_MS), 20)).map((row) =>
    jobSummary(row, can(actor.role, 'jobs.output')),
  ),
);
