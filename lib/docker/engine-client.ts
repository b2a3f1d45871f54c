import 'server-only';
import type Docker from 'dockerode';
import type { EngineAgent } from './engine-agent';

export type EngineRequest = {
  method: 'GET' | 'POST';
  path: string;
  query?: Record<string, string | number | boolean | object>;
  signal: AbortSignal;
  /** Ends the request, and says why, when its answer is too large. */
  refuse: (error: Error) => void;
};

/** dockerode, told everything that `DOCKER_*` variables of Tomo's own environment could decide otherwise. */
export class EngineClient {
  readonly #agent: EngineAgent;
  readonly #options: Docker.DockerOptions;
  #docker: Promise<Docker> | undefined;

  /** `apiVersion`: `1.45`; without it the engine answers in its newest. */
  constructor(agent: EngineAgent, apiVersion?: string) {
    this.#agent = agent;
    const version = apiVersion && `v${apiVersion}`;
    this.#options = { protocol: 'http', host: 'docker', port: 80, agent, version } as Docker.DockerOptions;
  }

  /** The answer, parsed when it is JSON. Rejects as docker-modem does: with `statusCode` and `json` when the engine refused. */
  ask(request: EngineRequest): Promise<unknown> {
    return this.#dial(request, false);
  }

  /** The answer as a stream of bytes. dockerode's own calls collect some of them as text, which breaks log frames. */
  async stream(request: EngineRequest): Promise<NodeJS.ReadableStream> {
    return (await this.#dial(request, true)) as NodeJS.ReadableStream;
  }

  async #dial({ method, path, query, signal, refuse }: EngineRequest, isStream: boolean): Promise<unknown> {
    const statusCodes = { 200: true, 400: 'bad parameter', 404: 'no such object', 500: 'server error' };
    const options = query && { _query: query, _body: {} };
    this.#docker ??= load(this.#options);
    const { modem } = await this.#docker;
    return await new Promise((resolve, reject) => {
      const request = {
        path: query ? `${path}?` : path,
        method,
        isStream,
        statusCodes,
        options,
        abortSignal: signal,
      };
      const done = (error: Error | null, answer: unknown) => (error ? reject(error) : resolve(answer));
      this.#agent.sending(refuse, () => modem.dial(request, done));
    });
  }
}

// With the first call: dockerode brings a whole RPC library along, which would be a tenth of Tomo's start.
async function load(options: Docker.DockerOptions): Promise<Docker> {
  const { default: Client } = await import('dockerode');
  return new Client(options);
}
