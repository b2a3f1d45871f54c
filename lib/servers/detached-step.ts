import 'server-only';
import { explain } from '@/lib/jobs/explain/explain';
import { LineSplitter } from '@/lib/jobs/line-splitter';
import { Cancelled, Interrupted, type StepRun } from '@/lib/jobs/step';
import { sleep } from '@/lib/runtime/clock';
import { TomoError } from '@/lib/runtime/errors';
import { readSetting } from '@/lib/settings/read';
import type { RemoteScript } from '@/lib/ssh/command';
import { cleanDetached, followDetached, startDetached, stopDetached } from '@/lib/ssh/detached';
import type { DetachedRef } from '@/lib/ssh/detached-ref';
import { isSshError } from '@/lib/ssh/errors';
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
const RECONNECT_FOR_MS = 10 * 60_000;
const RECONNECT_AFTER_MS = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000];

/** Reasons that a lost or missing connection has; the step itself goes on at the server meanwhile. */
const TRANSIENT = new Set([
  'closed',
  'timeout',
  'refused',
  'dns',
  'channel_refused',
  'too_many_connections',
  'not_ssh',
]);

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
  const deadline = Date.now() + (task.timeoutMs ?? readSetting('jobs.step_timeout_minutes') * 60_000);
  for (let failures = 0, lostAt = 0; ; ) {
    try {
      const outcome = await withServer(
        serverId,
        async ({ connection, privilege }) => {
          if (failures > 0) step.log('Connected again; taking up the output where it was.');
          failures = 0;
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
            timeoutMs: Math.max(1, deadline - Date.now()),
            onChunk: (chunk) => follower.take(chunk),
          });
        },
        { signal: step.signal },
      );
      follower.end();
      if (outcome.state !== 'exited' || outcome.exitCode === undefined) throw gone();
      await withServer(serverId, ({ connection, privilege }) =>
        cleanDetached(connection, ref, { privilege }),
      ).catch(() => {});
      return { exitCode: outcome.exitCode, tail: follower.tail };
    } catch (error) {
      if (step.isCancelled()) return await stop(step, serverId, ref, task);
      if (step.signal.aborted) throw error;
      if (isSshError(error) && error.reason === 'idle') {
        await stopOnServer(serverId, ref);
        throw new TomoError('unavailable', 'The step said nothing for 5 minutes and was stopped.', {
          hint: 'Look at its last lines, then retry.',
          reason: 'step_silent',
        });
      }
      if (Date.now() >= deadline) {
        await stopOnServer(serverId, ref);
        throw new TomoError('unavailable', 'The step took too long and was stopped.', {
          hint: 'Look at its last lines, then retry.',
          reason: 'step_timeout',
        });
      }
      if (!isSshError(error) || !TRANSIENT.has(error.reason)) throw error;
      lostAt = failures === 0 ? Date.now() : lostAt;
      if (Date.now() - lostAt > RECONNECT_FOR_MS) {
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
  throw failedWith(task.what, exitCode, tail);
}

/** The failure of a script on the server: its exit code, and the known cause that its last lines show. */
export function failedWith(what: string, exitCode: number, tail: readonly string[]): TomoError {
  const cause = explain(tail);
  return new TomoError(
    'unavailable',
    cause ? `${what} failed: ${cause.sentence}` : `${what} failed with exit code ${exitCode}.`,
    {
      hint: cause?.action ?? 'The last lines of the log say why.',
      reason: cause?.id ?? 'command_failed',
      data: { exitCode },
    },
  );
}

class Follower {
  readonly tail: string[] = [];
  readonly #splitter: LineSplitter;
  offset: number;

  constructor(private readonly step: StepRun) {
    this.offset = step.remote.offset;
    this.#splitter = new LineSplitter(this.offset);
  }

  async take(chunk: Buffer): Promise<void> {
    for (const line of this.#splitter.push(chunk)) this.#keep(line);
    this.offset += chunk.length;
    await this.step.room();
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

async function stop(step: StepRun, serverId: string, ref: DetachedRef, task: DetachedTask): Promise<never> {
  step.log('Stopping the step on the server.');
  await stopOnServer(serverId, ref).catch((error) => {
    throw new Interrupted(
      `The step could not be stopped on the server: ${error instanceof Error ? error.message : error}`,
      'It may still run there. Check the server, then retry.',
    );
  });
  throw new Cancelled(task.leaves);
}

async function stopOnServer(serverId: string, ref: DetachedRef): Promise<void> {
  await withServer(serverId, ({ connection, privilege }) => stopDetached(connection, ref, { privilege }));
}

function gone(): Interrupted {
  return new Interrupted(
    'The step no longer runs on the server and left no result: the server was probably restarted or the process killed.',
    'Retry: what is done already is recognised and skipped.',
  );
}
