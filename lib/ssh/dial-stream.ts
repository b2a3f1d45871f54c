import 'server-only';
import { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { discardChannel } from './channel';
import type { SshConnection } from './connection';
import { abortedError, SshError } from './errors';

const MAX_SAID = 4096;
const CLOSE_GRACE_MS = 2_000;

/** Opens the channel of a stream; `signal` fires when nobody wants it any more. */
export type OpenChannel = (signal: AbortSignal) => Promise<ClientChannel>;

/**
 * A channel in the shape of a socket that is still connecting. Node's HTTP agent counts only streams it gets at once, calls
 * socket methods that a raw channel lacks, and a channel tells why a command failed only at its close: so what is written
 * waits for the channel, and the end of data waits for the reason.
 */
export class DialStream extends Duplex {
  readonly #connection: SshConnection;
  readonly #opened: Promise<ClientChannel>;
  readonly #giveUp = new AbortController();
  #channel: ClientChannel | undefined;
  #said = '';
  #exitCode: number | null | undefined;

  constructor(connection: SshConnection, open: OpenChannel) {
    super({ allowHalfOpen: true, autoDestroy: true });
    this.#connection = connection;
    this.#opened = open(this.#giveUp.signal);
    this.#opened.then(
      (channel) => this.#attach(channel),
      (error: Error) => this.destroy(error),
    );
  }

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  destroySoon(): void {
    if (this.writable) this.end();
    this.destroy();
  }

  override _read(): void {
    this.#channel?.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#opened.then(
      (channel) => {
        // A command that has ended already takes nothing more; why it ended comes with the channel's close.
        if (channel.writable) channel.write(chunk, encoding, (error) => error || callback());
      },
      (error: Error) => callback(error),
    );
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#opened.then(
      (channel) => {
        channel.end();
        callback();
      },
      () => callback(),
    );
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#giveUp.abort(error ?? abortedError());
    if (this.#channel) discardChannel(this.#channel);
    callback(error);
  }

  #attach(channel: ClientChannel): void {
    this.#channel = channel;
    channel.on('error', () => {});
    channel.stderr.on('error', () => {});
    if (this.destroyed) {
      discardChannel(channel);
      return;
    }
    channel.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) channel.pause();
    });
    channel.stderr.on('data', (chunk: Buffer) => {
      if (this.#said.length < MAX_SAID) this.#said += chunk.toString('utf8');
    });
    channel.once('exit', (code: number | null) => {
      this.#exitCode = code;
    });
    channel.once('end', () => {
      setTimeout(() => this.push(null), CLOSE_GRACE_MS).unref();
    });
    // Says the exit code again, for a program that ended before anybody listened.
    channel.once('close', (code?: number | null) => {
      this.#exitCode ??= code;
      this.#closed();
    });
  }

  #closed(): void {
    if (this.destroyed) return;
    const lost = this.#connection.ending();
    if (!lost && this.#exitCode === 0) this.push(null);
    else this.destroy(lost ?? this.#failure());
  }

  #failure(): SshError {
    const said = this.#said.replace(/[^\x20-\x7e\n]/g, '?').trim();
    return new SshError('closed', 'The server ended the stream to its Docker engine.', {
      hint: 'Check on the server that Docker runs and that the account may use it.',
      data: { said, exitCode: this.#exitCode ?? null },
    });
  }
}
