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
  readonly #dial: () => Duplex;
  readonly #streaming: boolean;
  readonly #idle = new Map<Duplex, NodeJS.Timeout>();
  #refuse: (error: Error) => void = () => {};

  /** `streaming`: answers are read as they come by their caller, who counts himself. */
  constructor(dial: () => Duplex, options: { maxSockets: number; streaming: boolean }) {
    super({
      keepAlive: !options.streaming,
      maxSockets: options.maxSockets,
      maxFreeSockets: options.maxSockets,
    });
    this.#dial = dial;
    this.#streaming = options.streaming;
  }

  /** Runs `send`, which makes one request, and tells `refuse` when its answer is not to be taken. */
  sending(refuse: (error: Error) => void, send: () => void): void {
    // Node asks the agent while `send` still runs, and hands over nothing else that would tell one request from another.
    this.#refuse = refuse;
    send();
  }

  /** Closes the streams that no call uses, so that others get their channels. */
  closeIdle(): void {
    for (const stream of this.#idle.keys()) stream.destroy();
  }

  // At once, not by callback: streams that come later are not counted, and every waiting request would open one.
  override createConnection(): Duplex {
    const stream = this.#dial();
    stream.once('close', () => this.#busy(stream));
    return stream;
  }

  override keepSocketAlive(stream: Duplex): boolean {
    if (stream.destroyed) return false;
    const timer = setTimeout(() => stream.destroy(), IDLE_MS);
    timer.unref();
    this.#idle.set(stream, timer);
    return true;
  }

  override reuseSocket(stream: Duplex, request: ClientRequest): void {
    this.#busy(stream);
    super.reuseSocket(stream, request);
  }

  // Node's agent calls this for every request; the only place where an answer can be met before dockerode meets it.
  addRequest(request: ClientRequest, options: RequestOptions): void {
    const refuse = this.#refuse;
    request.prependListener('response', (response) => this.#guard(response, refuse));
    (Agent.prototype as unknown as AddRequest).addRequest.call(this, request, options);
  }

  #guard(response: IncomingMessage, refuse: (error: Error) => void): void {
    // Whoever follows redirects looks for this header; without it a redirect is just an odd status.
    delete response.headers.location;
    const isError = (response.statusCode ?? 0) >= 300;
    // The error text of a stream is collected too.
    if (this.#streaming && !isError) return;
    let left = MAX_ANSWER;
    response.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) refuse(oddAnswer('more than 8 MiB'));
    });
  }

  #busy(stream: Duplex): void {
    clearTimeout(this.#idle.get(stream));
    this.#idle.delete(stream);
  }
}
