import 'server-only';
import { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import type { SshConnection } from './connection';
import { SshError } from './errors';

const MAX_SAID = 4096;
const CLOSE_GRACE_MS = 2_000;

/**
 * A channel in the shape of a socket. Node's HTTP agent calls socket methods that a raw channel lacks, which would end the
 * process; and a channel reports a failing command only at its close, so the end of data waits for the reason.
 */
export class DialStream extends Duplex {
  readonly #connection: SshConnection;
  readonly #channel: ClientChannel;
  #said = '';
  #exitCode: number | null | undefined;

  constructor(connection: SshConnection, channel: ClientChannel) {
    super({ allowHalfOpen: true, autoDestroy: true });
    this.#connection = connection;
    this.#channel = channel;
    channel.on('error', () => {});
    channel.stderr.on('error', () => {});
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
    channel.once('close', () => this.#closed());
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
    this.#channel.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#channel.write(chunk, encoding, callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#channel.end();
    callback();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#channel.end();
    this.#channel.close();
    // Its place is free again only when everything was read.
    this.#channel.resume();
    this.#channel.stderr.resume();
    callback(error);
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
