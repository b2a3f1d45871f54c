import 'server-only';
import { Agent, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import type { Duplex } from 'node:stream';
import { oddAnswer } from './errors';

const MAX_ANSWER = 8 * 1024 * 1024;
const IDLE_MS = 15_000;

type AddRequest = { addRequest(request: ClientRequest, options: RequestOptions): void };

/**
 * The HTTP agent of one engine: opens byte streams by `dial` instead of sockets, keeps them for the next call and closes
 * them after 15 idle seconds. It also stands between dockerode and a hostile engine: a redirect would be followed by the
 * Tomo host itself, without this agent, and a plain answer would be collected without limit.
 */
export class EngineAgent extends Agent {
  readonly #dial: () => Promise<Duplex>;
  readonly #streaming: boolean;
  readonly #idle = new Map<Duplex, NodeJS.Timeout>();

  /** `streaming`: answers are read as they come by their caller, who counts himself. */
  constructor(dial: () => Promise<Duplex>, options: { maxSockets: number; streaming: boolean }) {
    super({
      keepAlive: !options.streaming,
      maxSockets: options.maxSockets,
      maxFreeSockets: options.maxSockets,
    });
    this.#dial = dial;
    this.#streaming = options.streaming;
  }

  /** Closes the streams that no call uses, so that others get their channels. */
  closeIdle(): void {
    for (const stream of this.#idle.keys()) stream.destroy();
  }

  override createConnection(
    _options: unknown,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex {
    this.#dial().then(
      (stream) => callback?.(null, stream),
      (error: Error) => callback?.(error, undefined as never),
    );
    // Node takes "nothing yet" and waits for the callback.
    return undefined as never;
  }

  override keepSocketAlive(stream: Duplex): boolean {
    if (stream.destroyed) return false;
    const timer = setTimeout(() => stream.destroy(), IDLE_MS);
    timer.unref();
    this.#idle.set(stream, timer);
    stream.once('close', () => this.#busy(stream));
    return true;
  }

  override reuseSocket(stream: Duplex): void {
    this.#busy(stream);
  }

  // Node's agent calls this for every request; the only place where an answer can be met before dockerode meets it.
  addRequest(request: ClientRequest, options: RequestOptions): void {
    request.prependListener('response', (response) => this.#guard(request, response));
    (Agent.prototype as unknown as AddRequest).addRequest.call(this, request, options);
  }

  #guard(request: ClientRequest, response: IncomingMessage): void {
    const status = response.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      delete response.headers.location;
      request.destroy(oddAnswer('a redirect, which Tomo never follows'));
      return;
    }
    // Also of a stream the error text is collected.
    if (this.#streaming && status < 300) return;
    let left = MAX_ANSWER;
    response.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) request.destroy(oddAnswer('more than 8 MiB'));
    });
  }

  #busy(stream: Duplex): void {
    clearTimeout(this.#idle.get(stream));
    this.#idle.delete(stream);
  }
}
