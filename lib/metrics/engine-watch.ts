import 'server-only';
import type { ContainerSummary } from '@/lib/docker/container-shapes';
import type { EngineEvent } from '@/lib/docker/engine-shapes';
import { isDockerError } from '@/lib/docker/errors';
import { logDebug } from '@/lib/log/logger';
import { nowIso, sleep } from '@/lib/runtime/clock';
import { isTomoError, messageOf } from '@/lib/runtime/errors';
import { type Inventory, inventoryOf } from './inventory';
import { RestartCounts } from './restart-counts';

/** The calls of an engine that watching needs. */
export type WatchedEngine = {
  listContainers(options: { all: true; signal: AbortSignal }): Promise<ContainerSummary[]>;
  inspectContainer(id: string, options: { signal: AbortSignal }): Promise<{ restartCount: number }>;
  events(options: { signal: AbortSignal }): AsyncIterable<EngineEvent>;
};

/** Lends the engine of a server for as long as the promise of `use` is open. Rejects as `withServer` does. */
export type LendEngine = (
  serverId: string,
  use: (engine: WatchedEngine) => Promise<void>,
  signal: AbortSignal,
) => Promise<void>;

export type EngineWatchOptions = {
  /** The label by which containers name the installed app they belong to. */
  appLabel: string;
  /** Told of every new inventory. */
  onInventory(inventory: Inventory): void;
  /** Told that a container was started, by full id. */
  onStart(containerId: string): void;
  /** Seconds between lists where no connection is kept open; 0: follow the events. */
  restSeconds(): number;
};

// What the list shows anew. Health checks run commands all the time: those are no news.
const news = /^(create|start|restart|die|kill|stop|oom|pause|unpause|rename|destroy|update|health_status)\b/;
const LIST_PAUSE_MS = 1_500;
// Should an event ever be missed, the list is right again after this.
const RELIST_MS = 300_000;
const REFUSED = 'The Docker engine of the server does not list its containers.';
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Keeps the inventory of one server: lists its containers, then follows the events of the engine over a kept channel and
 * lists again when something happened, at most every 1.5 s. An engine that stops is asked again after 2 s, then after
 * ever longer pauses up to a minute.
 */
export class EngineWatch {
  readonly #serverId: string;
  readonly #lend: LendEngine;
  readonly #options: EngineWatchOptions;
  readonly #stopping = new AbortController();
  readonly #restarts = new RestartCounts();
  #failures = 0;
  #unseenSince: string | null = null;

  constructor(serverId: string, lend: LendEngine, options: EngineWatchOptions) {
    this.#serverId = serverId;
    this.#lend = lend;
    this.#options = options;
    void this.#run();
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#lend(this.#serverId, (engine) => this.#watch(engine), signal);
      } catch (error) {
        if (!signal.aborted) this.#failed(error);
      }
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(10, this.#failures));
      const rest = this.#failures === 0 ? this.#options.restSeconds() * 1000 : 0;
      this.#failures += 1;
      await sleep(Math.max(pause, rest), signal);
    }
  }

  /** Watches until the engine ends its events, or only lists where the connection shall rest between samples. */
  async #watch(engine: WatchedEngine): Promise<void> {
    const round = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, round.signal]);
    let isStale = await this.#list(engine, signal);
    if (this.#options.restSeconds() > 0) return;
    // What happened between the first list and the first event shows in the second list.
    isStale = true;
    let waker = new AbortController();
    signal.addEventListener('abort', () => waker.abort(), { once: true });
    const following = this.#follow(engine, signal, () => {
      isStale = true;
      waker.abort();
    }).finally(() => round.abort());
    try {
      while (!signal.aborted) {
        await sleep(LIST_PAUSE_MS, signal);
        if (!isStale) {
          waker = new AbortController();
          await sleep(RELIST_MS, waker.signal);
        }
        if (signal.aborted) break;
        isStale = false;
        if (await this.#list(engine, signal)) isStale = true;
      }
    } finally {
      round.abort();
      await following;
    }
  }

  async #follow(engine: WatchedEngine, signal: AbortSignal, stale: () => void): Promise<void> {
    try {
      for await (const { type, action, id } of engine.events({ signal })) {
        if (type !== 'container' || !news.test(action)) continue;
        if (id && /^(start|die|restart)/.test(action)) this.#restarts.forget(id);
        if (id && action === 'start') this.#options.onStart(id);
        stale();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** True when there is more to ask. */
  async #list(engine: WatchedEngine, signal: AbortSignal): Promise<boolean> {
    const listed = await engine.listContainers({ all: true, signal });
    this.#failures = 0;
    this.#unseenSince = null;
    this.#options.onInventory(inventoryOf(listed, this.#restarts.known, this.#options.appLabel));
    const asked = await this.#restarts.ask(listed, (id) => engine.inspectContainer(id, { signal }));
    if (asked > 0)
      this.#options.onInventory(inventoryOf(listed, this.#restarts.known, this.#options.appLabel));
    return listed.some(({ id }) => !this.#restarts.known.has(id)) && asked > 0;
  }

  #failed(error: unknown): void {
    logDebug('metrics', 'The containers of a server could not be listed', {
      serverId: this.#serverId,
      reason: isTomoError(error) ? error.reason : messageOf(error),
    });
    // A server that cannot be reached says nothing about its containers: what was seen stays, and the server is told offline.
    if (!isDockerError(error) && !(isTomoError(error) && error.reason?.startsWith('sudo_'))) return;
    this.#unseenSince ??= nowIso();
    this.#options.onInventory({
      kind: 'unseen',
      reason: error.reason ?? 'docker_failed',
      // What the server said stays out: everybody who sees metrics sees this.
      message: error.reason === 'docker_failed' ? REFUSED : error.message,
      hint: error.hint ?? null,
      since: this.#unseenSince,
    });
  }
}
