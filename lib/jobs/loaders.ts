import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import {
  findJob,
  findJobSummary,
  findLastCompleted,
  findRetryOf,
  listJobs,
  listSteps,
  listUnresolvedFailures,
} from '@/db/jobs/queries';
import type { JobRow } from '@/db/jobs/tables';
import { listServerNames } from '@/db/servers/queries';
import { can } from '@/lib/auth/permissions';
import { defineLoader } from '@/lib/procedures/loader';
import { isoIn } from '@/lib/runtime/clock';
import { notFound } from '@/lib/runtime/errors';
import { isId } from '@/lib/runtime/ids';
import { jobDefinition } from './define';
import { type LogWindow, readWindow } from './log-window';
import { retryOffer } from './retry';
import { LONGEST_QUERY } from './search';
import { jobStatuses } from './states';
import { followJob, type TailEvent } from './tail';
import { type JobSummary, jobStateView, jobSummary, type LastTime, stepView } from './views';

const lineNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional().catch(undefined);

/** Where in its log a job is shown; also the query of `GET /api/v1/jobs/:id`. What is no place means the end. */
export const jobPlaceQuery = z.object({
  at: lineNumber,
  before: lineNumber,
  after: lineNumber,
  q: z
    .string()
    .optional()
    .transform((text) => text?.trim().slice(0, LONGEST_QUERY) || undefined),
});

export type JobPlace = z.output<typeof jobPlaceQuery>;

const NO_LINES: LogWindow = { lines: [], hasEarlier: false, hasLater: false, at: null, matches: null };

/** The page of one job: what it is, its steps, and (for those who may see output) one window of its stored lines. */
export const loadJob = defineLoader(
  'jobs.read',
  async (actor, jobId: string, place: Partial<JobPlace> = {}) => {
    const row = isId(jobId) ? await findJob(database(), jobId) : undefined;
    const summary = row && (await findJobSummary(database(), jobId));
    if (!row || !summary) throw notFound('This job');
    const seesOutput = can(actor.role, 'jobs.output');
    const { q: query, ...where } = place;
    const store = jobDefinition(row.kind)?.lines;
    const { lines, ...log } =
      seesOutput && store ? await readWindow(store, row, { ...where, query }) : NO_LINES;
    const retry = await findRetryOf(database(), jobId);
    return {
      ...jobSummary(summary, seesOutput),
      state: jobStateView(row, seesOutput),
      steps: (await listSteps(database(), jobId)).map((step) => stepView(step, seesOutput)),
      lines,
      log,
      lastTime: await lastTimeOf(row),
      seesOutput,
      mayOperate: can(actor.role, 'jobs.operate'),
      /** How the person may try it again, unless somebody did. */
      retry: retry ? null : retryOffer(actor, row),
      retriedBy: retry?.id ?? null,
      result:
        seesOutput && row.status === 'completed'
          ? ((row.result ?? null) as Record<string, unknown> | null)
          : null,
    };
  },
);

/** What the tab of a job is called: its kind and target. */
export const loadJobName = defineLoader('jobs.read', async (_actor, jobId: string) => {
  const row = isId(jobId) ? await findJobSummary(database(), jobId) : undefined;
  if (!row) throw notFound('This job');
  return { kind: row.kind, targetLabel: row.targetLabel };
});

/** How long the same took the last time it succeeded, in all and per step, in milliseconds; null the first time. */
async function lastTimeOf(job: JobRow): Promise<LastTime | null> {
  const last = await findLastCompleted(database(), job);
  if (!last?.startedAt || !last.finishedAt) return null;
  const steps = (await listSteps(database(), last.id)).flatMap(({ key, status, durationMs }) =>
    status === 'completed' && durationMs !== null ? [[key, durationMs] as const] : [],
  );
  return {
    jobId: last.id,
    durationMs: Date.parse(last.finishedAt) - Date.parse(last.startedAt),
    steps: Object.fromEntries(steps),
  };
}

/** Follows a job for a streaming page; ends with `signal`. */
export const loadJobTail = defineLoader(
  'jobs.output',
  async (_actor, jobId: string, after: number, signal: AbortSignal): Promise<AsyncGenerator<TailEvent>> =>
    followJob(jobId, after, signal, { lines: true }),
);

const DAY_MS = 24 * 60 * 60_000;

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
  kind: z
    .string()
    .max(600)
    .optional()
    .transform((text) => text?.split(',').filter(Boolean)),
  server: z.uuid().optional(),
  app: z.uuid().optional(),
  /** Who started it: `me`, or `tomo` for what nobody asked for. */
  by: z.enum(['me', 'tomo']).optional().catch(undefined),
  /** How far back, in days. */
  days: z.coerce.number().int().min(1).max(365).optional().catch(undefined),
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
      kind: query.kind?.length ? query.kind : undefined,
      serverId: query.server,
      installedAppId: query.app,
      requestedBy: query.by === 'me' ? actor.userId : query.by === 'tomo' ? null : undefined,
      since: query.days ? isoIn(-query.days * DAY_MS) : undefined,
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

const SERVERS_OFFERED = 100;

/** Servers that the list can be narrowed to. */
export const loadJobServers = defineLoader('jobs.read', async () =>
  listServerNames(database(), SERVERS_OFFERED),
);

/** What waits or runs at this moment, for the top bar. */
export const loadRunningJobs = defineLoader('jobs.read', async (actor) =>
  (await listJobs(database(), { status: ['pending', 'running'] }, 20)).map((row) =>
    jobSummary(row, can(actor.role, 'jobs.output')),
  ),
);

/** Jobs of the last day that ended badly and that nobody has repeated since. */
export const loadUnresolvedFailures = defineLoader('jobs.read', async (actor) =>
  (await listUnresolvedFailures(database(), isoIn(-DAY_MS), 20)).map((row) =>
    jobSummary(row, can(actor.role, 'jobs.output')),
  ),
);
