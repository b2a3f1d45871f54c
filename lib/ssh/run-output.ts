import 'server-only';
import type { Readable } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { SshError } from './errors';
import { FramedOutput } from './framed-output';
import type { Marks } from './program';

const COLLECTED = 1024 * 1024;
const STREAMED = 256 * 1024 * 1024;
const IDLE_MS = 5 * 60_000;
// A child that keeps the output open must not keep a command open whose exit code is known.
const EXIT_GRACE_MS = 5_000;

export type Sink = (chunk: Buffer) => void | Promise<void>;
export type OutputOptions = { idleMs?: number; maxBytes?: number; onStdout?: Sink; onStderr?: Sink };

/** Reads one command's output within its caps and knows how it ended. `fail` is told about silence, floods and sink errors. */
export class RunOutput {
  /** Settles when the channel is closed, or when the exit code is known and the rest does not come. */
  readonly closed: Promise<void>;
  readonly exit: { code?: number | null; signal?: string } = {};
  ended = false;
  readonly #out: FramedOutput;
  readonly #err: FramedOutput;
  readonly #options: OutputOptions;
  readonly #fail: (error: unknown) => void;
  readonly #chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  #left: number;
  #idle: NodeJS.Timeout | undefined;
  #discarding = false;

  constructor(channel: ClientChannel, marks: Marks, options: OutputOptions, fail: (error: unknown) => void) {
    this.#out = new FramedOutput(marks.begin, marks.end);
    this.#err = new FramedOutput(marks.begin);
    this.#options = options;
    this.#fail = fail;
    this.#left = options.maxBytes ?? (options.onStdout ? STREAMED : COLLECTED);
    this.closed = this.#watch(channel);
    this.#pump(channel, this.#out, options.onStdout ?? ((chunk) => void this.#chunks.stdout.push(chunk)));
    this.#pump(
      channel.stderr,
      this.#err,
      options.onStderr ?? ((chunk) => void this.#chunks.stderr.push(chunk)),
    );
    this.#touch();
  }

  get began(): boolean {
    return this.#out.began;
  }

  get pid(): number | undefined {
    return this.#out.pid;
  }

  /** Everything a server said instead of running the script. */
  said(): string {
    return `${this.#out.noise()}\n${this.#err.noise()}`;
  }

  text(): { stdout: string; stderr: string } {
    return {
      stdout: Buffer.concat(this.#chunks.stdout).toString('utf8'),
      stderr: Buffer.concat(this.#chunks.stderr).toString('utf8'),
    };
  }

  /** From now on nothing is kept or passed on: the command is being stopped. */
  discard(): void {
    this.#discarding = true;
    clearTimeout(this.#idle);
  }

  #watch(channel: ClientChannel): Promise<void> {
    channel.on('error', () => {});
    return new Promise((resolve) => {
      let grace: NodeJS.Timeout | undefined;
      channel.once('exit', (code: number | null, signal?: string) => {
        this.exit.code = code;
        this.exit.signal = signal;
        grace = setTimeout(() => channel.close(), EXIT_GRACE_MS);
      });
      // Says the exit code again: a command that ends at once may have said it before anybody listened.
      channel.once('close', (code?: number | null, signal?: string) => {
        this.exit.code ??= code;
        this.exit.signal ??= signal;
        clearTimeout(grace);
        clearTimeout(this.#idle);
        resolve(this.#finish());
      });
    });
  }

  async #finish(): Promise<void> {
    const { ended, rest } = this.#out.finish();
    this.ended = ended;
    if (rest.length === 0 || this.#discarding) return;
    if (this.#options.onStdout) await this.#options.onStdout(rest);
    else this.#chunks.stdout.push(rest);
  }

  #pump(stream: Readable, frame: FramedOutput, sink: Sink): void {
    stream.on('error', () => {});
    stream.on('data', (chunk: Buffer) => {
      if (this.#discarding) return;
      this.#touch();
      try {
        this.#count(chunk.length);
        const body = frame.push(chunk);
        const busy = body.length > 0 ? sink(body) : undefined;
        if (busy) this.#holdBack(stream, busy);
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  // The server is held back, and its silence does not count while we are the slow side.
  #holdBack(stream: Readable, busy: Promise<void>): void {
    stream.pause();
    clearTimeout(this.#idle);
    const resume = () => {
      this.#touch();
      stream.resume();
    };
    busy.then(resume, (error: unknown) => {
      this.#fail(error);
      resume();
    });
  }

  #count(bytes: number): void {
    this.#left -= bytes;
    if (this.#left >= 0) return;
    throw new SshError('output_limit', 'The command printed far more than expected and was stopped.', {
      hint: 'Look at the command on the server: endless output usually means a loop or a binary file.',
    });
  }

  #touch(): void {
    clearTimeout(this.#idle);
    const idleMs = this.#options.idleMs ?? IDLE_MS;
    if (this.#discarding || idleMs >= 2 ** 31) return;
    this.#idle = setTimeout(() => this.#fail(silent()), idleMs);
  }
}

function silent(): SshError {
  return new SshError('idle', 'The command printed nothing for too long and was stopped.', {
    hint: 'It may wait for input or for a lock. Look at the server, then try again.',
  });
}
