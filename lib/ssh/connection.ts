import 'server-only';
import type { Duplex } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import { sleep } from '@/lib/runtime/clock';
import { discardChannel } from './channel';
import { closedError, isSshError, SshError } from './errors';
import { forwardError } from './forward-failure';
import { Limit } from './limit';
import type { RemoteCommand } from './remote-command';
import { Slots } from './slots';

// sshd allows 10 sessions on a connection and frees them late.
const MAX_CHANNELS = 8;
const CHANNEL_OPEN_MS = 10_000;

/** A signed-in connection. It holds at most 8 channels; further ones wait in order. Made by `connect`. */
export class SshConnection {
  readonly #client: Client;
  readonly #socket: Duplex;
  readonly #slots = new Slots(MAX_CHANNELS);
  readonly #closers = new Set<(error: SshError) => void>();
  readonly #relievers = new Set<() => void>();
  #open = 0;
  #end: SshError | undefined;

  /** `explain` translates what ends the connection, a changed host key at a rekey included. */
  constructor(client: Client, socket: Duplex, explain: (error: Error) => SshError) {
    this.#client = client;
    this.#socket = socket;
    client.on('error', (error) => this.#ended(explain(error)));
    client.on('close', () => this.#ended(closedError()));
  }

  /** Whether the connection still stands, as far as anybody can know. */
  alive(): boolean {
    return this.#end === undefined;
  }

  /** What ended the connection; `undefined` while it stands. */
  ending(): SshError | undefined {
    return this.#end;
  }

  /** Channels in use and callers waiting for one. */
  channels(): { open: number; waiting: number } {
    return { open: this.#open, waiting: this.#slots.waiting };
  }

  /** Says goodbye and closes; commands that still run end with `closed`. A silent peer is cut after a second. */
  close(): void {
    this.#ended(closedError('The connection was closed.'));
  }

  /** Calls `listener` once with the cause when the connection ends (at once when it has). Returns the way to unsubscribe. */
  onClose(listener: (error: SshError) => void): () => void {
    if (this.#end) listener(this.#end);
    else this.#closers.add(listener);
    return () => this.#closers.delete(listener);
  }

  /** Calls `reliever` whenever somebody must wait for a channel: let go of those that are only kept for later. */
  onCrowded(reliever: () => void): void {
    this.#relievers.add(reliever);
  }

  /**
   * Opens a channel that runs `command`. The channel must be read to its end, because only then its place is free again.
   * @throws SshError `channel_refused`, `timeout` (10 s), `closed`, or the reason of `signal`.
   */
  async openChannel(command: RemoteCommand, signal?: AbortSignal): Promise<ClientChannel> {
    if (this.#slots.free === 0) for (const relieve of this.#relievers) relieve();
    const release = await this.#slots.take(signal);
    try {
      const channel = await this.#openWithRetry(command, signal);
      this.#open += 1;
      channel.once('close', () => {
        this.#open -= 1;
        release();
      });
      return channel;
    } catch (error) {
      release();
      throw error;
    }
  }

  /**
   * Opens a way through this server to `to`, as seen from there (direct-tcpip, RFC 4254 §7.2). It is no session: sshd does
   * not count it among the ten that it allows.
   * @throws SshError `forwarding_refused`, `refused`, `dns`, `timeout`, `closed`, or the reason of `signal`.
   */
  async openForward(to: { host: string; port: number }, signal: AbortSignal): Promise<Duplex> {
    if (this.#end) throw this.#end;
    const limit = new Limit(Number.POSITIVE_INFINITY, signal, closedError);
    const unsubscribe = this.onClose((error) => limit.fail(error));
    const opened = new Promise<Duplex>((resolve, reject) => {
      this.#client.forwardOut('127.0.0.1', 0, to.host, to.port, (error, channel) => {
        if (error) return reject(this.#end ?? forwardError(error));
        resolve(channel);
        if (limit.signal.aborted) channel.destroy();
      });
    });
    try {
      return await limit.race(opened);
    } catch (error) {
      // ssh2 throws a plain error where the connection is just ending.
      throw isSshError(error) ? error : closedError(undefined, error);
    } finally {
      unsubscribe();
      limit.end();
    }
  }

  // sshd counts a session until its process is gone, which can be a moment after the channel closed: one more try.
  async #openWithRetry(command: RemoteCommand, signal: AbortSignal | undefined): Promise<ClientChannel> {
    try {
      return await this.#exec(command, signal);
    } catch (error) {
      if (!(error instanceof SshError) || error.reason !== 'channel_refused') throw error;
      await sleep(250, signal);
      return await this.#exec(command, signal);
    }
  }

  async #exec(command: RemoteCommand, signal: AbortSignal | undefined): Promise<ClientChannel> {
    if (this.#end) throw this.#end;
    const limit = new Limit(CHANNEL_OPEN_MS, signal, silentShell);
    const unsubscribe = this.onClose((error) => limit.fail(error));
    const opened = new Promise<ClientChannel>((resolve, reject) => {
      this.#client.exec(command, (error, channel) => {
        if (error) return reject(this.#end ?? channelRefused(error));
        resolve(channel);
        if (limit.signal.aborted) discardChannel(channel);
      });
    });
    try {
      return await limit.race(opened);
    } finally {
      unsubscribe();
      limit.end();
    }
  }

  #ended(error: SshError): void {
    if (this.#end) return;
    this.#end = error;
    this.#slots.refuseWaiting(error);
    this.#client.end();
    const cut = setTimeout(() => this.#socket.destroy(), 1_000);
    cut.unref();
    this.#socket.once('close', () => clearTimeout(cut));
    for (const listener of this.#closers) listener(error);
    this.#closers.clear();
  }
}

function silentShell(): SshError {
  return new SshError('timeout', 'The server did not start a command in time.', {
    hint: 'The server is signed in to but does not answer: look at its load and its SSH log.',
    data: { stage: 'channel' },
  });
}

function channelRefused(cause: Error): SshError {
  return new SshError('channel_refused', 'The server refused to start a command.', {
    hint: 'Check MaxSessions and ForceCommand in its sshd_config, and that the account may run commands.',
    cause,
  });
}
