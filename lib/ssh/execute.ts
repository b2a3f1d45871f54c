import 'server-only';
import type { Secret } from '@/lib/crypto/secret';
import { monotonicMs } from '@/lib/runtime/clock';
import type { RemoteScript } from './command';
import type { SshConnection } from './connection';
import { SshError } from './errors';
import { Limit } from './limit';
import { compose } from './program';
import { RunOutput } from './run-output';
import { explainNoBegin } from './shell-failure';
import { openShell } from './spare';
import { stopCommand } from './stop-command';
import type { Privilege } from './target';

export type RunOptions = {
  script: RemoteScript;
  /** Shell variables of the script, by name. Any text without NUL, up to 64 KiB each. */
  args?: Record<string, string>;
  /** The same for secrets: they travel on stdin only. */
  secrets?: Record<string, Secret>;
  /** Whole scripts to store on the server, up to 1 MiB each. */
  texts?: Record<string, string>;
  /** How to become root; absent: as the account itself. */
  privilege?: Privilege;
  /** Bound of the whole run in milliseconds, waiting for a free channel included. */
  timeoutMs: number;
  /** Longest silence in milliseconds (default 5 min). */
  idleMs?: number;
  /** Cap over stdout and stderr together (default 1 MiB collected, 256 MiB streamed). */
  maxBytes?: number;
  /** Takes stdout as it comes instead of collecting it; while its promise is open the server is held back. */
  onStdout?: (chunk: Buffer) => void | Promise<void>;
  onStderr?: (chunk: Buffer) => void | Promise<void>;
  signal?: AbortSignal;
};

export type RunResult = {
  /** 0: the script ran to its end and said so. */
  exitCode: number;
  /** Collected text, UTF-8 with replacements; empty where a callback took the bytes. */
  stdout: string;
  stderr: string;
  durationMs: number;
};

/** Signals the process group of the shell `pid` by another way than its channel. */
export type Kill = (pid: number, signal: 'TERM' | 'KILL') => Promise<void>;

/** The inside of `run`; `kill` reaches processes that belong to root, whom the account's own signals do not. */
export async function execute(
  connection: SshConnection,
  options: RunOptions,
  kill?: Kill,
): Promise<RunResult> {
  const since = monotonicMs();
  const program = compose(options.script, options, options.privilege);
  const limit = new Limit(options.timeoutMs, options.signal, () => tooLong(options.timeoutMs));
  try {
    const channel = await openShell(connection, program.command, limit);
    const output = new RunOutput(channel, program.marks, options, (error) => limit.fail(error));
    channel.end(program.stdin);
    try {
      await limit.race(output.closed);
    } catch (error) {
      output.discard();
      const { pid } = output;
      const byPid = kill && pid ? (signal: 'TERM' | 'KILL') => kill(pid, signal) : undefined;
      await stopCommand(connection, channel, output.closed, byPid);
      throw error;
    }
    const exitCode = judge(connection, output, options.privilege);
    return { exitCode, ...output.text(), durationMs: Math.round(monotonicMs() - since) };
  } finally {
    limit.end();
  }
}

/** The exit code, if the command proved that it ended by itself; CMD-3. */
function judge(connection: SshConnection, output: RunOutput, privilege: Privilege | undefined): number {
  const { code, signal } = output.exit;
  if (signal) {
    const name = signal.replace(/[^A-Z0-9]/g, '').slice(0, 20);
    throw new SshError('signal', `The command was ended by the signal ${name}.`, {
      hint: 'Something on the server killed it; often memory ran out. Look at its system log.',
      data: { signal: name },
    });
  }
  if (typeof code !== 'number') {
    throw connection.ending() ?? truncated('The server ended the command without saying how it went.');
  }
  if (!output.began) throw explainNoBegin(output.said(), code, privilege);
  if (code === 0 && !output.ended) throw truncated('The command ended before the script was through.');
  return code;
}

function truncated(message: string): SshError {
  return new SshError('truncated', message, {
    hint: 'Its effects are unknown. Check the server, then run it again.',
  });
}

function tooLong(timeoutMs: number): SshError {
  return new SshError('timeout', `The command did not finish within ${Math.ceil(timeoutMs / 1000)} s.`, {
    hint: 'It was stopped. Look at the load of the server, then try again.',
    data: { stage: 'command' },
  });
}
