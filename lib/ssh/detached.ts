import 'server-only';
import type { Secret } from '@/lib/crypto/secret';
import { sleep } from '@/lib/runtime/clock';
import { assignments } from './assignments';
import type { RemoteScript } from './command';
import type { SshConnection } from './connection';
import { type DetachedRef, type DetachedReport, parseReport, refValues } from './detached-ref';
import {
  cleanScript,
  endOfLogScript,
  followScript,
  inspectScript,
  runnerText,
  STEP_LOG_LIMIT,
  startScript,
  stopScript,
} from './detached-scripts';
import { detachedText, type StepLock } from './detached-text';
import { SshError } from './errors';
import { type RunResult, run } from './run';
import type { Privilege } from './target';

const CALL_MS = 60_000;
// How often a reader that lags asks how much there is.
const LOOK_EVERY_BYTES = 8 * 1024 * 1024;

export type StartOptions = {
  script: RemoteScript;
  args?: Record<string, string>;
  /** Kept in the server's memory (`/run/tomo`), read and deleted before the step does anything else. */
  secrets?: Record<string, Secret>;
  /** How to become root: steps always run as root. */
  privilege: Privilege;
  lock: StepLock;
  /** How long the step may wait for the lock, in milliseconds (default 15 min). */
  lockWaitMs?: number;
  signal?: AbortSignal;
};

/** What every later call about a step needs. */
export type StepCall = { privilege: Privilege; signal?: AbortSignal };

/**
 * Starts a step that runs on without this connection (STEP-1). The same ref started twice runs once: the second call
 * attaches, whatever its options. Resolves when the step's runner is there.
 * @throws SshError `step_not_started` with what the server said, and as `run`.
 */
export async function startDetached(
  connection: SshConnection,
  ref: DetachedRef,
  options: StartOptions,
): Promise<'started' | 'attached'> {
  const names = refValues(ref);
  const script = detachedText(options.script, options.args, {
    secretsFile: `/run/tomo/${names.job}/${names.step}`,
    lock: options.lock,
    lockWaitS: Math.ceil((options.lockWaitMs ?? 15 * 60_000) / 1000),
  });
  const result = await run(connection, {
    script: startScript,
    args: names,
    texts: { script, runner: runnerText, secret_text: assignments({ secrets: options.secrets }) },
    privilege: options.privilege,
    timeoutMs: CALL_MS,
    signal: options.signal,
  });
  const answer = result.stdout.trim();
  if (result.exitCode === 0 && (answer === 'started' || answer === 'attached')) return answer;
  throw notStarted(result);
}

/** How a step does right now. @throws SshError as `run`. */
export async function inspectDetached(
  connection: SshConnection,
  ref: DetachedRef,
  call: StepCall,
): Promise<DetachedReport> {
  return reportOf(
    await run(connection, { script: inspectScript, args: refValues(ref), ...call, timeoutMs: CALL_MS }),
  );
}

export type FollowOptions = StepCall & {
  /** Bytes of the log that are already stored. */
  fromOffset: number;
  /** Takes the next bytes with the offset after them; the server is held back until its promise resolves. */
  onChunk: (chunk: Buffer, offsetAfter: number) => void | Promise<void>;
  /** Longest silence of the step in milliseconds (default 5 min). */
  idleMs?: number;
  /** Bound in milliseconds (default none). */
  timeoutMs?: number;
};

/**
 * Streams the log of a step from a byte offset over one channel until the step has ended, and says how (STEP-2, STEP-3).
 * When the connection goes, call it again on the next one with the last stored offset: no byte is lost or doubled.
 * @throws SshError `closed` (reconnect and go on), `idle`, `timeout`, `output_limit` (log over 256 MiB): the step itself
 *   runs on until `stopDetached`; and as `run`.
 */
export async function followDetached(
  connection: SshConnection,
  ref: DetachedRef,
  options: FollowOptions,
): Promise<DetachedReport> {
  let offset = options.fromOffset;
  let early = 0;
  let lookAt = offset;
  const flooded = new AbortController();
  const look = async () => {
    lookAt = offset + LOOK_EVERY_BYTES;
    const { logSize } = await inspectDetached(connection, ref, { privilege: options.privilege });
    // What came counts, whatever the server says there is.
    const size = Math.max(logSize, offset);
    if (size > STEP_LOG_LIMIT) flooded.abort(flood(size));
  };
  for (;;) {
    const result = await run(connection, {
      script: followScript,
      args: { ...refValues(ref), from: String(offset) },
      privilege: options.privilege,
      signal: options.signal ? AbortSignal.any([options.signal, flooded.signal]) : flooded.signal,
      idleMs: options.idleMs,
      timeoutMs: options.timeoutMs ?? Number.POSITIVE_INFINITY,
      maxBytes: Number.MAX_SAFE_INTEGER,
      onStdout: (chunk) => {
        offset += chunk.length;
        const busy = options.onChunk(chunk, offset);
        // Nobody reads hundreds of MiB to the end of what is cut anyway.
        if (offset < lookAt || offset <= options.fromOffset + LOOK_EVERY_BYTES / 8) return busy;
        return Promise.resolve(busy).then(look);
      },
    }).catch((error: unknown) => {
      throw flooded.signal.aborted ? flooded.signal.reason : error;
    });
    const report = reportOf(result);
    if (report.logSize > STEP_LOG_LIMIT) throw flood(report.logSize);
    // Bytes that came between the last look and the report: fetch them before saying that all is there.
    if (report.state !== 'running' && offset >= report.logSize) return { ...report, logSize: offset };
    // A server that follows nothing while the step runs is not asked as fast as it answers.
    early += 1;
    await sleep(Math.min(2_000, 20 * early), options.signal);
  }
}

/** The last `bytes` (at most 512 KiB) of a step's output, UTF-8 with replacements. @throws SshError as `run`. */
export async function endOfLog(
  connection: SshConnection,
  ref: DetachedRef,
  bytes: number,
  call: StepCall,
): Promise<string> {
  const args = { ...refValues(ref), bytes: String(bytes) };
  return (await run(connection, { script: endOfLogScript, args, ...call, timeoutMs: CALL_MS })).stdout;
}

function flood(logSize: number): SshError {
  return new SshError('output_limit', 'The step printed more than 256 MiB and was stopped.', {
    hint: 'Its last lines show what it repeats: usually a loop, or a file printed by mistake.',
    data: { logSize },
  });
}

/**
 * Ends a step and waits for its end: TERM to all its processes, `graceMs` (default 10 s), then KILL (STEP-6).
 * A step that is not running is only reported. @throws SshError as `run`.
 */
export async function stopDetached(
  connection: SshConnection,
  ref: DetachedRef,
  { graceMs = 10_000, ...call }: StepCall & { graceMs?: number },
): Promise<DetachedReport> {
  const args = { ...refValues(ref), grace: String(Math.ceil(graceMs / 1000)) };
  return reportOf(
    await run(connection, { script: stopScript, args, ...call, timeoutMs: 2 * graceMs + CALL_MS }),
  );
}

/** Removes the folder of a step unless it still runs; reports `absent` when it is gone. @throws SshError as `run`. */
export async function cleanDetached(
  connection: SshConnection,
  ref: DetachedRef,
  call: StepCall,
): Promise<DetachedReport> {
  return reportOf(
    await run(connection, { script: cleanScript, args: refValues(ref), ...call, timeoutMs: CALL_MS }),
  );
}

function reportOf(result: RunResult): DetachedReport {
  const report = result.exitCode === 0 ? parseReport(result.stdout || result.stderr) : undefined;
  if (report) return report;
  throw new SshError('truncated', 'The server could not say how the step does.', {
    hint: 'Look at /var/lib/tomo/jobs on the server: disk, rights and the flock command.',
    data: { said: saidIn(result), exitCode: result.exitCode },
  });
}

function notStarted(result: RunResult): SshError {
  const said = saidIn(result);
  const space = /No space left/.test(said);
  return new SshError(
    'step_not_started',
    `The step could not be started on the server: ${said || 'no reason given'}.`,
    {
      hint: space
        ? 'Free space on the server, then try again.'
        : 'Check that /var/lib/tomo belongs to root and that util-linux (flock, setsid) is installed.',
      data: { said, exitCode: result.exitCode },
    },
  );
}

function saidIn(result: RunResult): string {
  const line = result.stderr.trim().split('\n').at(-1) ?? '';
  return line.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
}
