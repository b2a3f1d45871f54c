import 'server-only';
import type { ClientChannel } from 'ssh2';
import { assignments } from './assignments';
import type { RemoteScript } from './command';
import type { SshConnection } from './connection';
import { closedError, SshError } from './errors';
import { FramedOutput } from './framed-output';
import { Limit } from './limit';
import { type Marks, newMarks, prelude } from './program';
import { remoteCommands } from './remote-command';
import { explainNoBegin } from './shell-failure';

const ANSWER_MS = 10_000;
const MAX_ANSWER = 1024 * 1024;
const ASK = /^[a-z.]{1,16}$/;

export type KeptOptions = {
  args?: Record<string, string>;
  /** Longest wait for one answer, the first included, in milliseconds (default 10 s). The whole has no limit. */
  answerMs?: number;
};

/**
 * Opens a shell that stays: each `request()` runs the body of `script` once, in one round trip. It runs as the account
 * itself, keeps no process when the connection goes, and takes one of the connection's channels.
 * @throws SshError as `run`.
 */
export async function openKept(
  connection: SshConnection,
  script: RemoteScript,
  { args, answerMs = ANSWER_MS }: KeptOptions = {},
): Promise<KeptShell> {
  const marks = newMarks();
  const text = keptText(script, args ?? {}, marks);
  const channel = await connection.openChannel(remoteCommands.shell);
  const shell = new KeptShell(connection, channel, marks, answerMs);
  channel.write(text);
  await shell.ready();
  return shell;
}

// `main` reads requests from descriptor 3, which children never get; they see /dev/null. The first request is sent only
// after the begin mark, because a shell may read its script ahead.
function keptText(script: RemoteScript, args: Record<string, string>, marks: Marks): string {
  return `${prelude}${assignments({ args })}sample() {
${script.body}
}
main() {
set +e
printf '%s %s\\n' ${marks.begin} "$$"
while read -r tomo_request <&3; do
{ sample; } 3<&-
printf '%s\\n' ${marks.end}
done
}
{
main 3<&0 </dev/null
}
`;
}

/** A shell on the server that answers the same question again and again. Requests are answered in order. */
export class KeptShell {
  readonly #connection: SshConnection;
  readonly #channel: ClientChannel;
  readonly #frame: FramedOutput;
  readonly #endMark: Buffer;
  readonly #answerMs: number;
  #answer: Buffer = Buffer.alloc(0);
  #said = '';
  #exitCode: number | undefined;
  #end: unknown;
  #queue: Promise<unknown> = Promise.resolve();
  #wake: () => void = () => {};

  constructor(connection: SshConnection, channel: ClientChannel, marks: Marks, answerMs: number) {
    this.#connection = connection;
    this.#channel = channel;
    this.#frame = new FramedOutput(marks.begin);
    this.#endMark = Buffer.from(`${marks.end}\n`);
    this.#answerMs = answerMs;
    channel.on('error', () => {});
    channel.on('data', (chunk: Buffer) => this.#take(chunk));
    channel.stderr.on('error', () => {});
    channel.stderr.on('data', (chunk: Buffer) => {
      this.#said = (this.#said + chunk.toString('utf8')).slice(-4096);
    });
    channel.once('exit', (code: number | null) => {
      this.#exitCode = code ?? undefined;
    });
    // Says the exit code again, for a shell that ended before anybody listened.
    channel.once('close', (code?: number | null) => {
      this.#exitCode ??= code ?? undefined;
      this.#finish(this.#whyClosed());
    });
  }

  /** Whether another request makes sense. */
  alive(): boolean {
    return this.#end === undefined;
  }

  /**
   * Runs the body once and resolves with what it printed. The body's exit status does not count: it prints what matters.
   * `word` (1–16 small letters) is what the body finds in `$tomo_request`.
   * @throws SshError `timeout` (the shell is closed then), `output_limit`, `closed`.
   */
  request(word = '.'): Promise<string> {
    if (!ASK.test(word)) throw new Error('A request is one word of small letters.');
    const answer = this.#queue.then(() => this.#ask(word));
    this.#queue = answer.catch(() => {});
    return answer;
  }

  /** Ends the shell; a request that still waits fails with `closed`. */
  close(): void {
    this.#finish(closedError('The shell was closed.'));
  }

  /** Resolves when the shell has said that it is there. Called by `openKept` before anything is asked. */
  async ready(): Promise<void> {
    await this.#until(() => this.#frame.began);
  }

  async #ask(word: string): Promise<string> {
    if (this.#end) throw this.#end;
    this.#channel.write(`${word}\n`);
    await this.#until(() => this.#answer.includes(this.#endMark));
    const at = this.#answer.indexOf(this.#endMark);
    const text = this.#answer.toString('utf8', 0, at);
    this.#answer = this.#answer.subarray(at + this.#endMark.length);
    return text;
  }

  async #until(condition: () => boolean): Promise<void> {
    const limit = new Limit(this.#answerMs, undefined, silent);
    try {
      while (!condition()) {
        if (this.#end) throw this.#end;
        await limit.race(
          new Promise<void>((resolve) => {
            this.#wake = resolve;
          }),
        );
      }
    } catch (error) {
      this.#finish(error);
      throw error;
    } finally {
      limit.end();
    }
  }

  #take(chunk: Buffer): void {
    if (this.#end) return;
    const body = this.#frame.push(chunk);
    this.#answer = this.#answer.length === 0 ? body : Buffer.concat([this.#answer, body]);
    if (this.#answer.length > MAX_ANSWER) this.#finish(tooMuch());
    this.#wake();
  }

  #whyClosed(): SshError {
    const lost = this.#connection.ending();
    if (lost) return lost;
    if (this.#frame.began) return closedError('The shell on the server ended.');
    return explainNoBegin(`${this.#frame.noise()}\n${this.#said}`, this.#exitCode ?? -1, undefined);
  }

  #finish(error: unknown): void {
    if (this.#end) return;
    this.#end = error;
    this.#channel.end();
    this.#channel.close();
    this.#wake();
  }
}

function silent(): SshError {
  return new SshError('timeout', 'The server did not answer a question in time.', {
    hint: 'Look at the load of the server: even small commands take too long there.',
    data: { stage: 'command' },
  });
}

function tooMuch(): SshError {
  return new SshError('output_limit', 'The server answered with far more than expected.', {
    hint: 'Look at what the login files of the account print.',
  });
}
