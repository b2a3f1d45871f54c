import 'server-only';
import { database } from '@/db/client';
import { endOpenSteps, noteFirstLine, updateRunningJob, updateStep } from '@/db/jobs/mutations';
import { listSteps } from '@/db/jobs/queries';
import type { JobRow, JobStepRow, RemoteRef } from '@/db/jobs/tables';
import { write } from '@/db/write';
import { logError } from '@/lib/log/logger';
import { monotonicMs, nowIso, sleep } from '@/lib/runtime/clock';
import { isTomoError, messageOf } from '@/lib/runtime/errors';
import { readSetting } from '@/lib/settings/read';
import { recordOutcome } from './audit-outcome';
import { wakeReaders, wakeWorker } from './bus';
import type { JobDefinition, JobEnd, RunningJob, StepResult } from './define';
import { cleanLine, type LineLevel, type LineStream } from './line';
import { FenceLostError, LogWriter } from './log-writer';
import { makeRedactor } from './redact';
import { isFinal, type JobStatus, transition } from './states';
import { AlreadyDone, Cancelled, Interrupted, type StepRun } from './step';

// How often the end of a job is tried together with its kind's own part of it; after that the job ends without.
const TRIES_WITH_DOMAIN = 5;

type Failure = { status: JobStatus; code: string; message: string; hint?: string };

/**
 * Runs a claimed job to its end and records every change under its fence. `stopping` aborts when the process stops: the
 * job is then left as it is, running on the target, for the next process to take up.
 */
export async function runJob(
  job: JobRow,
  definition: JobDefinition,
  cancel: AbortSignal,
  stopping: AbortSignal,
): Promise<void> {
  const runner = new Runner(job, definition, cancel, stopping);
  try {
    await runner.run();
  } catch (error) {
    // The next process (or the runner that took over) tells the end; a word from here would be a second truth.
    if (error instanceof FenceLostError || stopping.aborted) return;
    await runner.abandon(error);
  }
}

class Runner {
  readonly #redactor = makeRedactor();
  readonly #writer: LogWriter;
  readonly #signal: AbortSignal;
  #currentStep = 'job';
  #left: string | undefined;
  /** Failures that a step has told already; the job ends by the same error and must not say it twice. */
  readonly #told = new WeakMap<object, Failure>();

  constructor(
    private readonly job: JobRow,
    private readonly definition: JobDefinition,
    private readonly cancel: AbortSignal,
    private readonly stopping: AbortSignal,
  ) {
    this.#signal = AbortSignal.any([cancel, stopping]);
    const limitBytes = readSetting('jobs.log_limit_mb') * 1024 * 1024;
    this.#writer = new LogWriter(job, definition.lines, this.#redactor, limitBytes);
  }

  async run(): Promise<void> {
    const payload = this.definition.payload.parse(this.job.payload);
    const steps = new Map((await listSteps(database(), this.job.id)).map((step) => [step.key, step]));
    // Also when taken up again: the earlier process may have ended between claiming and saying so.
    await this.#underFence((tx) => this.definition.onStart?.(tx, this.job, payload));
    if (this.job.attempt > 1)
      this.#event('Tomo was restarted; the job is taken up where the server stands.', 'WARNING');
    const running: RunningJob<unknown> = {
      id: this.job.id,
      payload,
      signal: this.#signal,
      resumed: this.job.attempt > 1,
      requestedBy: this.job.requestedBy,
      addSecret: (secret) => this.#redactor.add(secret),
      log: (message, level, stream) => this.#event(message, level, stream),
      step: (key, run) => this.#step(steps, key, run),
    };
    let end: JobEnd;
    let told = false;
    try {
      const result = await this.definition.run(running);
      end = { status: 'completed', errorCode: null, errorMessage: null, result: result ?? null };
    } catch (error) {
      if (error instanceof FenceLostError || this.stopping.aborted) throw error;
      const known = this.#told.get(error as object);
      const failure = known ?? this.#failureOf(error);
      told = known !== undefined;
      end = {
        status: failure.status,
        errorCode: failure.code,
        errorMessage: failure.message,
        result: failure.hint ? { hint: failure.hint } : null,
      };
    }
    await this.#end(payload, end, told);
  }

  /**
   * Ends a job that could not be recorded any further (full disk, a payload of an older version, a defect). Tried until it
   * is stored: otherwise the row would say `running`, and hold its lane, until the next start of Tomo.
   */
  async abandon(cause: unknown): Promise<void> {
    const id = logError('job', `Job ${this.job.id} (${this.job.kind}) could not be recorded`, cause);
    const end: JobEnd = {
      status: 'interrupted',
      errorCode: isTomoError(cause) ? (cause.reason ?? cause.code) : 'unexpected',
      errorMessage: isTomoError(cause)
        ? `Tomo could not record this job any further. ${cause.message}`
        : 'Tomo could not record this job any further.',
      result: {
        hint: `What was started on the server may still run. Retry; an administrator finds the cause in the system log under ${id}.`,
      },
    };
    for (let tries = 1; !this.stopping.aborted; tries++) {
      try {
        return await this.#recordEnd(this.job.payload, end, tries <= TRIES_WITH_DOMAIN);
      } catch (error) {
        if (error instanceof FenceLostError) return;
        if (tries === TRIES_WITH_DOMAIN)
          logError('job', `Job ${this.job.id} still has no recorded end`, error);
        await sleep(Math.min(30_000, 500 * 2 ** tries), this.stopping);
      }
    }
  }

  async #step(
    steps: Map<string, JobStepRow>,
    key: string,
    run: (step: StepRun) => Promise<StepResult | undefined>,
  ): Promise<StepResult> {
    const row = steps.get(key);
    if (!row) throw new Error(`The job ${this.definition.kind} has no step "${key}".`);
    if (isFinal(row.status)) return (row.result ?? {}) as StepResult;
    this.#currentStep = key;
    if (this.cancel.aborted) {
      // Begun by an earlier process and still running on the server: a cancelled job must not leave it behind.
      if (row.status === 'running' && row.remoteRef) await this.#stopRemote(row.remoteRef);
      throw new Cancelled('Nothing more was started.');
    }
    const startedAt = monotonicMs();
    await this.#beginStep(row);
    const tidying: (() => Promise<unknown>)[] = [];
    try {
      const result = (await run(this.#stepRun(row, tidying))) ?? {};
      await this.#endStep(row, 'completed', startedAt, result);
      await tidyUp(tidying);
      return result;
    } catch (error) {
      if (error instanceof FenceLostError || this.stopping.aborted) throw error;
      if (error instanceof AlreadyDone) {
        const result = { summary: error.reason, facts: error.facts };
        await this.#endStep(row, 'skipped', startedAt, result);
        return result;
      }
      const failure = this.#failureOf(error);
      if (error instanceof Error) this.#told.set(error, failure);
      await this.#endStep(
        row,
        failure.status,
        startedAt,
        failure.hint ? { facts: { hint: failure.hint } } : {},
        failure,
      );
      if (!(error instanceof Interrupted)) await tidyUp(tidying);
      throw error;
    }
  }

  async #stopRemote(ref: RemoteRef): Promise<void> {
    try {
      if (!this.definition.stopRemote) throw new Error('this kind of job cannot stop it');
      await this.definition.stopRemote(this.job, ref);
    } catch (error) {
      throw new Interrupted(
        `The step could not be stopped on the server: ${messageOf(error)}`,
        'It may still run there. Check the server, then retry.',
      );
    }
  }

  #stepRun(row: JobStepRow, tidying: (() => Promise<unknown>)[]): StepRun {
    const line = (message: string, level: LineLevel, stream: LineStream, offset?: number) =>
      this.#writer.append({ step: row.key, status: 'running', stream, level, message }, offset);
    return {
      key: row.key,
      jobId: this.job.id,
      signal: this.#signal,
      isCancelled: () => this.cancel.aborted,
      log: (message, level = 'INFO', stream = 'event') => line(message, level, stream),
      addSecret: (secret) => this.#redactor.add(secret),
      progress: async (percent, facts) => {
        const progressPercent = Math.max(0, Math.min(100, Math.round(percent)));
        const patch = { progressPercent, ...(facts && { result: { facts } }) };
        await this.#underFence((tx) => updateStep(tx, this.job.id, row.key, patch));
        wakeReaders(this.job.id);
      },
      remote: { ref: row.remoteRef, offset: row.remoteOffset },
      beginRemote: async (ref) => {
        await this.#underFence((tx) =>
          updateStep(tx, this.job.id, row.key, { remoteRef: ref, remoteOffset: 0 }),
        );
      },
      remoteLine: (text, offset) => line(text, 'INFO', 'stdout', offset),
      room: () => this.#writer.room(),
      onceRecorded: (tidy) => tidying.push(tidy),
    };
  }

  async #beginStep(row: JobStepRow): Promise<void> {
    if (row.status === 'running') return;
    transition(row.status, 'running');
    await this.#underFence(async (tx) => {
      await updateStep(tx, this.job.id, row.key, { status: 'running', startedAt: nowIso() });
      await noteFirstLine(tx, this.job.id, row.key);
      await updateRunningJob(tx, this.job.id, this.job.attempt, { currentStep: row.key });
      await this.definition.onStep?.(tx, this.job, row.key);
    });
    wakeReaders(this.job.id);
  }

  async #endStep(
    row: JobStepRow,
    status: JobStatus | 'skipped',
    startedAt: number,
    found: StepResult,
    failure?: Failure,
  ): Promise<void> {
    const result = found.summary === undefined ? found : { ...found, summary: this.#shown(found.summary) };
    const durationMs = Math.round(monotonicMs() - startedAt);
    this.#writer.append({
      step: row.key,
      status,
      stream: 'event',
      level: failure ? (status === 'failed' ? 'ERROR' : 'WARNING') : 'INFO',
      message: closingSentence(status, result, failure),
      output: { ...result.facts, durationMs },
      error: failure ? { code: failure.code, message: failure.message, hint: failure.hint } : null,
    });
    await this.#writer.flush();
    await this.#underFence((tx) =>
      updateStep(tx, this.job.id, row.key, {
        status: transition('running', status),
        finishedAt: nowIso(),
        durationMs,
        result,
        errorCode: failure?.code ?? null,
        errorMessage: failure?.message ?? null,
      }),
    );
    wakeReaders(this.job.id);
  }

  async #end(payload: unknown, end: JobEnd, told: boolean): Promise<void> {
    if (end.errorMessage && !told) {
      this.#writer.append({
        step: 'job',
        status: end.status,
        stream: 'event',
        level: end.status === 'failed' ? 'ERROR' : 'WARNING',
        message: `${end.errorMessage}${end.result?.hint ? ` ${String(end.result.hint)}` : ''}`,
      });
    }
    await this.#writer.flush();
    await this.#recordEnd(payload, end, true);
  }

  async #recordEnd(payload: unknown, end: JobEnd, withDomain: boolean): Promise<void> {
    await this.#underFence(async (tx) => {
      const finishedAt = nowIso();
      // A step that no longer runs must not say that it does, whatever ended the job.
      await endOpenSteps(tx, this.job.id, 'running', {
        status: end.status === 'completed' ? 'completed' : end.status,
        finishedAt,
      });
      await endOpenSteps(tx, this.job.id, 'pending', {
        status: 'skipped',
        finishedAt,
        result: { summary: 'not reached' },
      });
      if (withDomain) await this.definition.onEnd?.(tx, this.job, payload, end);
      await recordOutcome(tx, this.job, end);
      const { status, errorCode, errorMessage, result } = end;
      await updateRunningJob(tx, this.job.id, this.job.attempt, {
        status: transition('running', status),
        errorCode,
        errorMessage,
        result,
        finishedAt,
        progressPercent: status === 'completed' ? 100 : null,
        leaseOwner: null,
        leaseExpiresAt: null,
      });
    });
    wakeReaders(this.job.id);
    wakeWorker();
  }

  #event(message: string, level: LineLevel = 'INFO', stream: LineStream = 'event'): void {
    this.#writer.append({ step: this.#currentStep, status: 'running', stream, level, message });
  }

  /** A failure may repeat what a server or container said: masked and bounded like its lines, since it is stored and shown too. */
  #failureOf(error: unknown): Failure {
    const { message, hint, ...failure } = this.#reasonOf(error);
    return { ...failure, message: this.#shown(message), hint: hint && this.#shown(hint) };
  }

  #shown(text: string): string {
    return cleanLine(this.#redactor.redact(text));
  }

  #reasonOf(error: unknown): Failure {
    if (error instanceof Cancelled || (this.cancel.aborted && !(error instanceof Interrupted))) {
      this.#left = error instanceof Cancelled ? error.left : this.#left;
      return { status: 'cancelled', code: 'cancelled', message: 'Cancelled.', hint: this.#left };
    }
    if (error instanceof Interrupted)
      return { status: 'interrupted', code: 'interrupted', message: error.message, hint: error.hint };
    if (isTomoError(error))
      return { status: 'failed', code: error.reason ?? error.code, message: error.message, hint: error.hint };
    const id = logError('job', `Unexpected failure in ${this.job.kind} at ${this.#currentStep}`, error);
    return {
      status: 'failed',
      code: 'unexpected',
      message: 'Something went wrong inside Tomo.',
      hint: `Retry. If it stays, an administrator finds the cause in the system log under ${id}.`,
    };
  }

  async #underFence(
    change: (tx: Parameters<Parameters<typeof write>[0]>[0]) => Promise<void> | undefined,
  ): Promise<void> {
    await write(async (tx) => {
      if (!(await updateRunningJob(tx, this.job.id, this.job.attempt, { heartbeatAt: nowIso() })))
        throw new FenceLostError();
      await change(tx);
    });
  }
}

/** What is left on the server does no harm: a failure here is no failure of the step. */
async function tidyUp(tidying: (() => Promise<unknown>)[]): Promise<void> {
  for (const tidy of tidying) await tidy().catch(() => undefined);
}

function closingSentence(status: JobStatus | 'skipped', result: StepResult, failure?: Failure): string {
  if (failure) return failure.hint ? `${failure.message} ${failure.hint}` : failure.message;
  if (status === 'skipped') return `Skipped: ${result.summary ?? 'already done'}`;
  return result.summary ?? 'Done.';
}
