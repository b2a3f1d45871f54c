import type { findJobSummary } from '@/db/jobs/queries';
import type { JobRow, JobStepRow } from '@/db/jobs/tables';
import type { PullState } from '@/lib/docker/pull-state';
import type { JobStatus, StepStatus } from './states';

/** A step as pages show it. */
export type StepView = {
  key: string;
  status: StepStatus;
  startedAt: string | null;
  durationMs: number | null;
  progressPercent: number | null;
  /** Number of its first line, once it has begun. */
  firstSeq: number | null;
  summary: string | null;
  error: string | null;
  hint: string | null;
  /** Images on their way, while the step pulls them. */
  pull: PullState | null;
};

/** The moving part of a job as pages show it. */
export type JobStateView = {
  status: JobStatus;
  currentStep: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  cancelRequested: boolean;
  errorCode: string | null;
  errorMessage: string | null;
  hint: string | null;
  lastSeq: number;
};

/** How long the same work took the last time, in milliseconds. */
export type LastTime = { jobId: string; durationMs: number; steps: Record<string, number> };

/** Stands where a reason was told in words of the server: those name accounts and repeat output. */
const HIDDEN_REASON = 'Operators and administrators see the reason.';

/** `seesOutput`: whether the person may read what the server said; without it only states and times are told. */
export function stepView(row: JobStepRow, seesOutput: boolean): StepView {
  const result = (row.result ?? {}) as { summary?: string; facts?: { hint?: string; pull?: PullState } };
  return {
    key: row.key,
    status: row.status,
    startedAt: row.startedAt,
    durationMs: row.durationMs,
    progressPercent: row.progressPercent,
    firstSeq: row.firstSeq,
    summary: seesOutput ? (result.summary ?? null) : null,
    error: shownReason(row.errorMessage, seesOutput),
    hint: seesOutput ? (result.facts?.hint ?? null) : null,
    pull: row.status === 'running' ? (result.facts?.pull ?? null) : null,
  };
}

/** The reason of a failure, or that there is one that the person may not read. */
export function shownReason(message: string | null, seesOutput: boolean): string | null {
  return message !== null && !seesOutput ? HIDDEN_REASON : message;
}

export function jobStateView(job: JobRow, seesOutput: boolean): JobStateView {
  const result = (job.result ?? {}) as { hint?: string };
  return {
    status: job.status,
    currentStep: job.currentStep,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
    cancelRequested: job.cancelRequestedAt !== null,
    errorCode: job.errorCode,
    errorMessage: shownReason(job.errorMessage, seesOutput),
    hint: seesOutput ? (result.hint ?? null) : null,
    lastSeq: job.lastLogSeq,
  };
}

/** A job as lists and the API show it. */
export type JobSummary = {
  id: string;
  kind: string;
  status: JobStatus;
  targetLabel: string;
  serverId: string | null;
  installedAppId: string | null;
  currentStep: string | null;
  progressPercent: number | null;
  errorCode: string | null;
  errorMessage: string | null;
  attempt: number;
  retryOfId: string | null;
  /** Who started it; null: Tomo itself. */
  requestedBy: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
};

export function jobSummary(
  row: NonNullable<Awaited<ReturnType<typeof findJobSummary>>>,
  seesOutput: boolean,
): JobSummary {
  const { requestedBy, requestedByName, ...rest } = row;
  return {
    ...rest,
    errorMessage: shownReason(row.errorMessage, seesOutput),
    requestedBy: requestedBy ?? requestedByName,
  };
}
