import 'server-only';
import type { RemoteRef } from '@/db/jobs/tables';
import type { Secret } from '@/lib/crypto/secret';
import type { LineLevel, LineStream } from './line';

/** One step while it runs, as its code sees it. */
export type StepRun = {
  key: string;
  jobId: string;
  /** Aborts when somebody cancels the job, or when this process stops and lets go of it. */
  signal: AbortSignal;
  /** Whether the abort was a cancel: then what runs on the server must be ended. */
  isCancelled(): boolean;
  /** Adds a line. */
  log(message: string, level?: LineLevel, stream?: LineStream): void;
  /** How far it is, 0–100, and what there is to show of it meanwhile; both last until the step ends. */
  progress(percent: number, facts?: Record<string, unknown>): Promise<void>;
  addSecret(secret: Secret): void;
  /** The detached run on the target that an earlier attempt began, and the byte up to which its lines are stored. */
  remote: { ref: RemoteRef | null; offset: number };
  /** Records which detached run belongs to this step, before it is started. */
  beginRemote(ref: RemoteRef): Promise<void>;
  /** Adds a line of a detached run with the byte offset behind it. */
  remoteLine(text: string, offset: number): void;
  /** Nothing when there is room for more lines, else a promise of it. */
  room(): Promise<void> | undefined;
  /**
   * Calls `tidy` when the end of this step is recorded. Not before: what the server knows of a run is the only truth until
   * then. Not called when the process stops or when the truth could not be found out.
   */
  onceRecorded(tidy: () => Promise<unknown>): void;
};

/** Thrown by a step whose work turns out to be done already: the step ends as skipped, with the reason. */
export class AlreadyDone extends Error {
  constructor(
    readonly reason: string,
    readonly facts?: Record<string, unknown>,
  ) {
    super(reason);
    this.name = 'AlreadyDone';
  }
}

/** Thrown when the truth of a step can no longer be found out: the job ends as interrupted and may be retried. */
export class Interrupted extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'Interrupted';
  }
}

/** Thrown by a step that ended because somebody cancelled the job; `left` says what it leaves behind. */
export class Cancelled extends Error {
  constructor(readonly left: string) {
    super(left);
    this.name = 'Cancelled';
  }
}
