import 'server-only';
import type { z } from 'zod';
import type { SshConnection } from '@/lib/ssh/connection';
import { openDialStdio } from '@/lib/ssh/dial-stdio';
import { Limit } from '@/lib/ssh/limit';
import type { Privilege } from '@/lib/ssh/target';
import { negotiate } from './api-version';
import {
  type ContainerDetail,
  type ContainerSummary,
  containerDetail,
  containerSummaries,
} from './container-shapes';
import { EngineAgent } from './engine-agent';
import { EngineClient, type EngineRequest } from './engine-client';
import {
  type EngineEvent,
  type EngineInfo,
  type EngineVersion,
  engineEvent,
  engineInfo,
  engineVersion,
  type ImageDetail,
  type ImageSummary,
  imageDetail,
  imageSummaries,
  type PullProgress,
} from './engine-shapes';
import { asUnreadableLog, DockerError, explainEngineFailure, oddAnswer } from './errors';
import { type LogFrame, readFrames } from './frames';
import { readJsonLines } from './json-lines';
import { containerName, imageName, splitImage } from './object-name';
import { asPullFailure, readPull } from './pull';

const CALL_MS = 30_000;
// sshd counts every stream as a session of the connection: calls share three, streams have three, the rest is for scripts.
const MAX_CALLS = 3;
const MAX_STREAMS = 3;

export type CallOptions = { signal?: AbortSignal /** default 30 s */; timeoutMs?: number };
export type ListOptions = CallOptions & {
  /** Stopped ones too. */
  all?: boolean;
  /** `key=value` or `key`; all must fit. */
  labels?: string[];
};
export type LogOptions = {
  /** Stays open and goes on with new output. */
  follow?: boolean;
  /** How many lines from the end to begin with. */
  tail?: number;
  /** Only output after this moment, Unix seconds. */
  since?: number;
  timestamps?: boolean;
  signal?: AbortSignal;
  /** Called when the engine has begun to answer: what is written from now on will come. */
  onOpen?: () => void;
};

/** How many exchanges with one engine may be under way at once. */
export type EngineRoom = { calls: number; streams: number };

const engines = new WeakMap<SshConnection, DockerEngine>();

/**
 * The engine at the other end of a connection. Nothing is sent before the first call; one engine per connection, whose first
 * user decides about `room`: a connection that serves nothing else has more for streams.
 */
export function openEngine(
  connection: SshConnection,
  privilege: Privilege | undefined,
  room: EngineRoom = { calls: MAX_CALLS, streams: MAX_STREAMS },
): DockerEngine {
  const known = engines.get(connection);
  if (known) return known.reachedAs(privilege);
  const engine = new DockerEngine(connection, privilege, room);
  engines.set(connection, engine);
  return engine;
}

/**
 * Typed calls to the Engine API of a server. Every answer is checked and reshaped at this edge.
 * All methods throw DockerError (`docker_missing`, `docker_stopped`, `docker_denied`, `docker_too_old`, `docker_timeout`,
 * `docker_odd_answer`, `docker_not_found`, `docker_failed`), and SshError when the connection itself fails.
 */
export class DockerEngine {
  readonly #calls: EngineAgent;
  readonly #streams: EngineAgent;
  #clients: Promise<Clients> | undefined;
  #privilege: Privilege | undefined;

  constructor(connection: SshConnection, privilege: Privilege | undefined, room: EngineRoom) {
    this.#privilege = privilege;
    const dial = () => openDialStdio(connection, this.#privilege);
    this.#calls = new EngineAgent(dial, { maxSockets: room.calls, streaming: false });
    this.#streams = new EngineAgent(dial, { maxSockets: room.streams, streaming: true });
    connection.onCrowded(() => this.#calls.closeIdle());
  }

  /** How streams are opened from now on: what is known of an account's rights changes while its connection stays. */
  reachedAs(privilege: Privilege | undefined): this {
    this.#privilege = privilege;
    return this;
  }

  /** Resolves when the engine answers. */
  async ping(options?: CallOptions): Promise<void> {
    await this.#get('/_ping', undefined, options);
  }

  async version(options?: CallOptions): Promise<EngineVersion> {
    const client = new EngineClient(this.#calls);
    return await bounded(options, async (limit) =>
      checked(engineVersion, await client.ask({ method: 'GET', path: '/version', ...limit })),
    );
  }

  async info(options?: CallOptions): Promise<EngineInfo> {
    return checked(engineInfo, await this.#get('/info', undefined, options));
  }

  async listContainers({ all = false, labels, ...options }: ListOptions = {}): Promise<ContainerSummary[]> {
    const query = { all, ...(labels && { filters: { label: labels } }) };
    return checked(containerSummaries, await this.#get('/containers/json', query, options));
  }

  async inspectContainer(name: string, options?: CallOptions): Promise<ContainerDetail> {
    return checked(
      containerDetail,
      await this.#get(`/containers/${containerName(name)}/json`, undefined, options),
    );
  }

  async listImages(options?: CallOptions): Promise<ImageSummary[]> {
    return checked(imageSummaries, await this.#get('/images/json', undefined, options));
  }

  /** @throws DockerError `docker_not_found` when the server does not have the image. */
  async inspectImage(reference: string, options?: CallOptions): Promise<ImageDetail> {
    return checked(imageDetail, await this.#get(`/images/${imageName(reference)}/json`, undefined, options));
  }

  /** The output of a container as it comes, in pieces that need not be lines. Ends with the container, or at once. */
  async *containerLogs(name: string, options: LogOptions = {}): AsyncGenerator<LogFrame> {
    const { terminal, id } = await this.inspectContainer(name, { signal: options.signal });
    const query = {
      stdout: true,
      stderr: true,
      follow: options.follow ?? false,
      tail: options.tail ?? 'all',
      since: options.since ?? 0,
      timestamps: options.timestamps ?? false,
    };
    const path = `/containers/${containerName(id)}/logs`;
    const source = this.#stream('GET', path, options.signal, query, options.onOpen);
    try {
      if (!terminal) return yield* readFrames(source);
      // A terminal has one stream; the rest of a message cannot be told from the next one.
      for await (const chunk of source) yield { stream: 'stdout', chunk, begins: false };
    } catch (error) {
      throw asUnreadableLog(error);
    }
  }

  /** What happens on the engine, from now on or from `since` (Unix seconds), until the caller stops reading. */
  async *events(options: { since?: number; signal?: AbortSignal } = {}): AsyncGenerator<EngineEvent> {
    const query = options.since === undefined ? undefined : { since: options.since };
    const source = this.#stream('GET', '/events', options.signal, query);
    for await (const value of readJsonLines(source)) yield checked(engineEvent, value);
  }

  /** Pulls an image and says how each layer does. Done when it ends. @throws DockerError `pull_failed` */
  async *pullImage(reference: string, options: { signal?: AbortSignal } = {}): AsyncGenerator<PullProgress> {
    const source = this.#stream('POST', '/images/create', options.signal, splitImage(reference));
    try {
      yield* readPull(source);
    } catch (error) {
      throw asPullFailure(error);
    }
  }

  #get(path: string, query: EngineRequest['query'], options: CallOptions | undefined): Promise<unknown> {
    return bounded(options, async (limit) =>
      (await this.#negotiated()).calls.ask({ method: 'GET', path, query, ...limit }),
    );
  }

  /** The bytes of an answer that has no end of its own; leaving the loop closes its stream. */
  async *#stream(
    method: EngineRequest['method'],
    path: string,
    outer: AbortSignal | undefined,
    query: EngineRequest['query'],
    onOpen?: () => void,
  ): AsyncGenerator<Buffer> {
    const limit = new Limit(Number.POSITIVE_INFINITY, outer, tooSlow);
    const { signal } = limit;
    const refuse = (error: Error) => limit.fail(error);
    try {
      const answer = await bounded({ signal }, async () =>
        (await this.#negotiated()).streams.stream({ method, path, query, signal, refuse }),
      );
      onOpen?.();
      for await (const chunk of answer) yield chunk as Buffer;
    } catch (error) {
      throw explainEngineFailure(signal.aborted ? signal.reason : error);
    } finally {
      limit.fail(new Error('The stream is no longer read.'));
      limit.end();
    }
  }

  #negotiated(): Promise<Clients> {
    this.#clients ??= this.version().then(
      (engine) => {
        const version = negotiate(engine);
        return {
          calls: new EngineClient(this.#calls, version),
          streams: new EngineClient(this.#streams, version),
        };
      },
      (error: unknown) => {
        this.#clients = undefined;
        throw error;
      },
    );
    return this.#clients;
  }
}

type Clients = { calls: EngineClient; streams: EngineClient };

/** Runs one exchange within its time and explains what it threw. */
async function bounded<T>(
  { signal, timeoutMs = CALL_MS }: CallOptions = {},
  work: (limit: Pick<EngineRequest, 'signal' | 'refuse'>) => Promise<T>,
): Promise<T> {
  const limit = new Limit(timeoutMs, signal, tooSlow);
  try {
    return await limit.race(work({ signal: limit.signal, refuse: (error) => limit.fail(error) }));
  } catch (error) {
    throw explainEngineFailure(limit.signal.aborted ? limit.signal.reason : error);
  } finally {
    limit.end();
  }
}

function checked<T extends z.ZodType>(shape: T, answer: unknown): z.output<T> {
  const result = shape.safeParse(answer);
  if (result.success) return result.data;
  throw oddAnswer('something of another shape', result.error);
}

function tooSlow(): DockerError {
  return new DockerError('docker_timeout', 'The Docker engine did not answer in time.', {
    hint: 'Look at the load of the server and at the log of its Docker engine: journalctl -u docker.',
  });
}
