import 'server-only';
import type { JobRow, RemoteRef } from '@/db/jobs/tables';
import { explain } from '@/lib/jobs/explain/explain';
import { LineSplitter } from '@/lib/jobs/line-splitter';
import { Cancelled, Interrupted, type StepRun } from '@/lib/jobs/step';
import { monotonicMs, sleep } from '@/lib/runtime/clock';
import { messageOf, TomoError } from '@/lib/runtime/errors';
import { readSetting } from '@/lib/settings/read';
import type { RemoteScript } from '@/lib/ssh/command';
import { cleanDetached, endOfLog, followDetached, startDetached, stopDetached } from '@/lib/ssh/detached';
import type { DetachedRef } from '@/lib/ssh/detached-ref';
import { isSshError, type SshError } from '@/lib/ssh/errors';
import { fullDisks } from './disk-left';
import { isPassing, lasting } from './lasting';
import { withServer } from './with-server';

export type DetachedTask = {
  script: RemoteScript;
  args?: Record<string, string>;
  timeoutMs?: number;
  /** `exclusive`: nothing else of Tomo may change the server meanwhile; `shared`: jobs of apps may. */
  lock: 'exclusive' | 'shared';
  /** What is left when the step is cancelled, in one sentence. */
  leaves: string;
};

const TAIL_LINES = 60;
const FLOOD_END_BYTES = 64 * 1024;
const CLEAN_MS = 30_000;
const RECONNECT_FOR_MS = 10 * 60_000;
const RECONNECT_AFTER_MS = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000];

/**
 * Runs a script on a server detached from the connection and stores its output line by line. Recorded before it is
 * started; taken up again, by its record and byte offset, after a lost connection and after a restart of Tomo. Returns
 * the exit code with the last lines; throws Interrupted when the server no longer knows how the run ended.
 */
export async function runDetached(
  step: StepRun,
  serverId: string,
  task: DetachedTask,
): Promise<{ exitCode: number; tail: string[] }> {
  const ref: DetachedRef = { jobId: step.jobId, stepKey: step.key };
  const resumed = step.remote.ref !== null;
  if (!resumed) await step.beginRemote(ref);
  const follower = new Follower(step);
  step.onceRecorded(() => clean(serverId, ref));
  const deadline = monotonicMs() + (task.timeoutMs ?? readSetting('jobs.step_timeout_minutes') * 60_000);
  // From the first word about it to the server on, the run may exist there.
  let begun = resumed;
  for (let failures = 0, lostAt = 0; ; ) {
    try {
      const outcome = await withServer(
        serverId,
        async ({ connection, privilege, secrets }) => {
          for (const secret of secrets) step.addSecret(secret);
          if (failures > 0) step.log('Connected again; taking up the output where it was.');
          failures = 0;
          begun = true;
          await startDetached(connection, ref, {
            script: task.script,
            args: task.args,
            privilege,
            lock: task.lock,
          });
          return followDetached(connection, ref, {
            privilege,
            fromOffset: follower.offset,
            signal: step.signal,
            timeoutMs: Math.max(1, deadline - monotonicMs()),
            onChunk: (chunk) => follower.take(chunk),
          });
        },
        { signal: step.signal },
      );
      follower.end();
      if (outcome.state !== 'exited' || outcome.exitCode === undefined) throw gone();
      return { exitCode: outcome.exitCode, tail: follower.tail };
    } catch (error) {
      if (step.isCancelled()) {
        if (!begun) throw new Cancelled('Nothing was started on the server.');
        step.log('Stopping the step on the server.');
        await stopOnServer(serverId, ref);
        throw new Cancelled(task.leaves);
      }
      if (step.signal.aborted) throw error;
      if (isSshError(error) && error.reason === 'idle') {
        await stopOnServer(serverId, ref);
        throw new TomoError('unavailable', 'The step said nothing for 5 minutes and was stopped.', {
          hint: 'Look at its last lines, then retry.',
          reason: 'step_silent',
        });
      }
      if (isSshError(error) && error.reason === 'output_limit') {
        await stopOnServer(serverId, ref);
        await showEnd(step, serverId, ref, Number(error.data?.logSize) - follower.offset);
        throw error;
      }
      if (monotonicMs() >= deadline) {
        await stopOnServer(serverId, ref);
        throw new TomoError('unavailable', 'The step took too long and was stopped.', {
          hint: 'Look at its last lines, then retry.',
          reason: 'step_timeout',
        });
      }
      if (!isSshError(error)) throw error;
      if (!isPassing(error)) {
        if (error.reason === 'step_not_started') throw notStarted(error);
        if (!begun) throw error;
        throw new Interrupted(error.message, `${error.hint} What was started there may still run.`);
      }
      lostAt = failures === 0 ? monotonicMs() : lostAt;
      if (monotonicMs() - lostAt > RECONNECT_FOR_MS) {
        throw new Interrupted(
          `The server could not be reached for 10 minutes: ${error.message}`,
          'What was started there may still run. When the server is back, retry.',
        );
      }
      if (failures === 0)
        step.log(`${error.message} The step goes on at the server; reconnecting.`, 'WARNING');
      await sleep(
        RECONNECT_AFTER_MS[Math.min(failures, RECONNECT_AFTER_MS.length - 1)] ?? 30_000,
        step.signal,
      );
      failures += 1;
    }
  }
}

/** The same, for a script that must end with 0: otherwise throws with the known cause that its last lines show. */
export async function runDetachedOk(
  step: StepRun,
  serverId: string,
  task: DetachedTask & { what: string },
): Promise<string[]> {
  const { exitCode, tail } = await runDetached(step, serverId, task);
  if (exitCode === 0) return tail;
  const full = await fullDisksAfter(step, serverId, tail);
  throw failedWith(task.what, exitCode, [...tail, ...full], task.leaves);
}

/** Output says that a disk is full, but not which: asks the server, and keeps the answer in the log. */
export async function fullDisksAfter(
  step: StepRun,
  serverId: string,
  tail: readonly string[],
): Promise<string[]> {
  if (explain(tail)?.id !== 'no_space') return [];
  const full = await withServer(serverId, fullDisks, { signal: step.signal }).catch(() => []);
  for (const line of full) step.log(line, 'WARNING');
  return full;
}

/** Ends the detached run of a step whose job was cancelled before this process took it up (`JobDefinition.stopRemote`). */
export async function stopDetachedStep(job: JobRow, { jobId, stepKey }: RemoteRef): Promise<void> {
  if (!job.serverId) return;
  await withServer(job.serverId, ({ connection, privilege }) =>
    stopDetached(connection, { jobId: String(jobId), stepKey: String(stepKey) }, { privilege }),
  );
}

/**
 * The failure of a script on the server: its exit code, the known cause that its last lines show, and in `leaves` what it
 * leaves behind.
 */
export function failedWith(
  what: string,
  exitCode: number,
  tail: readonly string[],
  leaves?: string,
): TomoError {
  const cause = explain(tail, { exitCode });
  return new TomoError(
    'unavailable',
    cause ? `${what} failed: ${cause.sentence}` : `${what} failed with exit code ${exitCode}.`,
    {
      hint: [cause?.action ?? 'The last lines of the log say why.', leaves].filter(Boolean).join(' '),
      reason: cause?.id ?? 'command_failed',
      data: { exitCode },
    },
  );
}

/** Tomo's own folder on the server could not be written: said with the cause, where the server named a known one. */
function notStarted(error: SshError): TomoError {
  const cause = explain([String(error.data?.said ?? '')]);
  if (!cause) return error;
  return new TomoError('unavailable', `The step could not be started: ${cause.sentence}`, {
    hint: `Nothing was changed. ${cause.action}`,
    reason: cause.id,
    cause: error,
  });
}

class Follower {
  readonly tail: string[] = [];
  readonly #splitter: LineSplitter;
  offset: number;

  constructor(private readonly step: StepRun) {
    this.offset = step.remote.offset;
    this.#splitter = new LineSplitter(this.offset);
  }

  /** A promise when the server must be held back until it resolves. */
  take(chunk: Buffer): Promise<void> | undefined {
    for (const line of this.#splitter.push(chunk)) this.#keep(line);
    this.offset += chunk.length;
    return this.step.room();
  }

  end(): void {
    const rest = this.#splitter.end();
    if (rest) this.#keep(rest);
  }

  #keep(line: { text: string; offset: number }): void {
    this.step.remoteLine(line.text, line.offset);
    this.tail.push(line.text);
    if (this.tail.length > TAIL_LINES) this.tail.shift();
  }
}

/** Removes the record of a run from the server; a connection that is lost meanwhile is taken up anew, without a word. */
function clean(serverId: string, ref: DetachedRef): Promise<unknown> {
  const quietly = { signal: AbortSignal.timeout(CLEAN_MS), log() {}, addSecret() {} };
  return lasting(quietly, serverId, ({ connection, privilege }) =>
    cleanDetached(connection, ref, { privilege }),
  );
}

/** Ends the run and waits for its end. Throws Interrupted when that is not certain: it may still run. */
async function stopOnServer(serverId: string, ref: DetachedRef): Promise<void> {
  try {
    await withServer(serverId, ({ connection, privilege }) => stopDetached(connection, ref, { privilege }));
  } catch (error) {
    throw new Interrupted(
      `The step could not be stopped on the server: ${messageOf(error)}`,
      'It may still run there. Check the server, then retry.',
    );
  }
}

/** After a flood: says how much is not read, and shows the last lines of it, because the reason often stands there. */
async function showEnd(step: StepRun, serverId: string, ref: DetachedRef, unread: number): Promise<void> {
  if (!(unread > 0)) return;
  const shown = Math.min(unread, FLOOD_END_BYTES);
  const text = await withServer(serverId, ({ connection, privilege }) =>
    endOfLog(connection, ref, shown, { privilege }),
  );
  const cut = (unread - shown).toLocaleString('en-US');
  step.log(`[cut ${cut} bytes: the output was too much to keep; its last lines follow]`, 'WARNING');
  const lines = text.replace(/\n$/, '').split('\n');
  // The first one is a part of a line.
  for (const line of lines.length > 1 ? lines.slice(1) : lines) step.log(line, 'INFO', 'stdout');
  await step.room();
}

function gone(): Interrupted {
  return new Interrupted(
    'The step no longer runs on the server and left no result: the server was probably restarted or the process killed.',
    'Retry: what is done already is recognised and skipped.',
  );
}
