import 'server-only';
import type { z } from 'zod';
import type { Reader } from '@/db/client';
import type { JobRow, RemoteRef } from '@/db/jobs/tables';
import type { Tx } from '@/db/write';
import type { Permission } from '@/lib/auth/permissions';
import type { Secret } from '@/lib/crypto/secret';
import { singleton } from '@/lib/runtime/singleton';
import type { LineLevel, LineStream, LogLine, NewLine } from './line';
import type { JobStatus } from './states';
import type { StepRun } from './step';

/** Where the lines of a kind of job live; each kind has exactly one such place. */
export type LineStore = {
  insert(tx: Tx, jobId: string, lines: NewLine[]): Promise<void>;
  /** Up to `limit` lines with seq > after, in order. */
  listAfter(db: Reader, jobId: string, after: number, limit: number): Promise<LogLine[]>;
  /** The last `limit` lines with seq < before, in order. */
  listBefore(db: Reader, jobId: string, before: number, limit: number): Promise<LogLine[]>;
  /** Numbers of the lines in (after, to] whose message is LIKE `pattern` (escape character: backslash), in order. */
  match(db: Reader, jobId: string, range: { after: number; to: number }, pattern: string): Promise<number[]>;
  /** What a line takes in the file beside its message, in bytes: keys, names, times and indexes, as measured. */
  lineBytes: number;
  /** The oldest lines of output (not what Tomo says) after `after` with their bytes, in order. */
  outputSizes(
    db: Reader,
    jobId: string,
    after: number,
    limit: number,
  ): Promise<{ seq: number; bytes: number }[]>;
  /** Removes output in the range, both ends included; what Tomo says stays. */
  deleteOutput(tx: Tx, jobId: string, range: { from: number; to: number }): Promise<void>;
  /** Makes a stored line the one that says what was cut around it. */
  mark(tx: Tx, jobId: string, seq: number, message: string): Promise<void>;
};

/** What a step came to. `summary` is one line beside its name; `facts` is kept as JSON. */
export type StepResult = { summary?: string; facts?: Record<string, unknown> };

/** A job while it runs, as its kind sees it. */
export type RunningJob<Payload> = {
  id: string;
  payload: Payload;
  /** Aborts when somebody cancels the job, or when this process stops and lets go of it. */
  signal: AbortSignal;
  /** Whether an earlier process ran a part of this job already. */
  resumed: boolean;
  requestedBy: string | null;
  /** Values that must never be readable in a line of this job. */
  addSecret(secret: Secret): void;
  /** Adds a line outside of any step. */
  log(message: string, level?: LineLevel, stream?: LineStream): void;
  /** Runs one step; one that an earlier process finished is not run again and gives its stored facts. */
  step(key: string, run: (step: StepRun) => Promise<StepResult | undefined>): Promise<StepResult>;
};

export type JobEnd = {
  status: JobStatus;
  errorCode: string | null;
  errorMessage: string | null;
  result: Record<string, unknown> | null;
};

export type JobDefinition<Payload = unknown> = {
  /** `noun.verb`. */
  kind: string;
  payload: z.ZodType<Payload>;
  /** Asked again when the job is claimed: the right may have been taken away while it waited. */
  permission: Permission;
  /** In its place, where the right depends on what is asked for. */
  permissionFor?(payload: Payload): Permission;
  lines: LineStore;
  /** Keys of the steps in order; pages show all of them from the start. */
  steps(payload: Payload): string[];
  run(job: RunningJob<Payload>): Promise<Record<string, unknown> | undefined>;
  /**
   * Ends what a step left running on the server, for a job that was cancelled and then taken up by another process. Throws
   * when that is not certain. Kinds with detached steps need it.
   */
  stopRemote?(job: JobRow, ref: RemoteRef): Promise<void>;
  /** Changes in the transaction that starts the job. */
  onStart?(tx: Tx, job: JobRow, payload: Payload): Promise<void>;
  /** Changes in the transaction that records the current step. */
  onStep?(tx: Tx, job: JobRow, stepKey: string): Promise<void>;
  /** Changes in the transaction that ends the job: the same status for job and domain row. */
  onEnd?(tx: Tx, job: JobRow, payload: Payload, end: JobEnd): Promise<void>;
};

const registry = () => singleton('jobs.kinds', () => new Map<string, JobDefinition>());

/** Makes a kind of job known to the worker. Called once per kind by the composition root. */
export function registerJob<Payload>(definition: JobDefinition<Payload>): void {
  registry().set(definition.kind, definition as unknown as JobDefinition);
}

/** The definition of a kind; undefined for one that this version of Tomo does not know. */
export function jobDefinition(kind: string): JobDefinition | undefined {
  return registry().get(kind);
}

/** Keeps the payload's type of a definition while it is written down. */
export function defineJob<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}
