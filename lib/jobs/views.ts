import type { findJobSummary } from '@/db/jobs/queries';
import type { JobRow, JobStepRow } from '@/db/jobs/tables';
import type { JobStatus, StepStatus } from './states';

/** A step as pages show it. */
export type StepView = {
  key: string;
  status: StepStatus;
  startedAt: string | null;
  durationMs: number | null;
  progressPercent: number | null;
  summary: string | null;
  error: string | null;
  hint: string | null;
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

export function stepView(row: JobStepRow): StepView {
  const result = (row.result ?? {}) as { summary?: string; facts?: { hint?: string } };
  return {
    key: row.key,
    status: row.status,
    startedAt: row.startedAt,
    durationMs: row.durationMs,
    progressPercent: row.progressPercent,
    summary: result.summary ?? null,
    error: row.errorMessage,
    hint: result.facts?.hint ?? null,
  };
}

export function jobStateView(job: JobRow): JobStateView {
  const result = (job.result ?? {}) as { hint?: string };
  return {
    status: job.status,
    currentStep: job.currentStep,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
    cancelRequested: job.cancelRequestedAt !== null,
    errorCode: job.errorCode,
    errorMessage: job.errorMessage,
    hint: result.hint ?? null,
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

export function jobSummary(row: NonNullable<Awaited<ReturnType<typeof findJobSummary>>>): JobSummary {
  const { requestedBy, requestedByName, ...rest } = row;
  return { ...rest, requestedBy: requestedBy ?? requestedByName };
}
