import 'server-only';
import { database } from '@/db/client';
import { listSampleTargets } from '@/db/metrics/queries';
import { logError } from '@/lib/log/logger';
import { monotonicMs, sleep } from '@/lib/runtime/clock';
import { liveServers } from './live';
import { metricSettings } from './metric-settings';
import { type OnChange, Outbox } from './outbox';
import { SampledServer, type Ways } from './sampled-server';
import { keepMetrics } from './upkeep';
import { watchedServers } from './watch';
import { nextTurn, TimingWheel } from './wheel';

/** What the collector needs from the rooms above it; given by boot. */
export type CollectorBindings = Ways & {
  /** Told of servers going offline, coming back and passing thresholds, inside the transaction that stores it. */
  onChange: OnChange;
  /** Seconds of the collector per second of the world: 1, but for those who cannot wait. */
  pace?: number;
};

const TICK_MS = 1_000;
const PLAN_SECONDS = 5;
const FIRST_UPKEEP_SECONDS = 120;
const UPKEEP_SECONDS = 3_600;
const STOP_MS = 3_000;

/**
 * Starts sampling every enabled and verified server: one timer for all, each server at its own second of the interval,
 * every ten seconds while somebody looks. A server that is slow or gone waits alone. Also keeps the tiers, hourly.
 */
export function startCollector(bindings: CollectorBindings): { stop(): Promise<void> } {
  const collector = new Collector(bindings);
  collector.start();
  return { stop: () => collector.stop() };
}

class Collector {
  readonly #bindings: CollectorBindings;
  readonly #outbox: Outbox;
  readonly #pace: number;
  readonly #wheel: TimingWheel;
  readonly #servers = new Map<string, SampledServer>();
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #nextPlan = 0;
  #nextUpkeep: number;

  constructor(bindings: CollectorBindings) {
    this.#bindings = bindings;
    this.#outbox = new Outbox(bindings.onChange);
    this.#pace = bindings.pace ?? 1;
    this.#wheel = new TimingWheel(this.#seconds());
    this.#nextUpkeep = this.#seconds() + FIRST_UPKEEP_SECONDS;
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), TICK_MS / this.#pace);
    this.#tick();
  }

  /** Ends every shell and stores the open rows. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    for (const server of this.#servers.values()) server.close();
    await this.#outbox.flush();
    // A connect that is under way may take long; nothing waits for its result.
    await Promise.race([Promise.allSettled(this.#running), sleep(STOP_MS)]);
  }

  #tick(): void {
    const now = this.#seconds();
    const settings = metricSettings();
    if (now >= this.#nextPlan) {
      this.#nextPlan = now + PLAN_SECONDS;
      this.#run('The list of servers to sample could not be read', () => this.#plan());
    }
    for (const id of this.#wheel.advance(now)) this.#sample(id);
    for (const id of watchedServers()) {
      if (this.#servers.get(id)?.wantsExtra(settings.watchedIntervalSeconds)) this.#sample(id);
    }
    this.#outbox.tick();
    if (now >= this.#nextUpkeep) {
      this.#nextUpkeep = now + UPKEEP_SECONDS;
      this.#run('Metrics could not be rolled up or purged', () => this.#keep());
    }
  }

  async #plan(): Promise<void> {
    const targets = await listSampleTargets(database());
    if (this.#stopping.signal.aborted) return;
    const planned = new Set(targets.map((target) => target.id));
    for (const [id, server] of this.#servers) {
      if (planned.has(id)) continue;
      server.close();
      this.#servers.delete(id);
      this.#wheel.remove(id);
      liveServers().delete(id);
    }
    for (const target of targets) {
      const known = this.#servers.get(target.id);
      if (known && !known.update(target)) continue;
      if (!known)
        this.#servers.set(
          target.id,
          new SampledServer(target, this.#bindings, this.#outbox, {
            seconds: () => this.#seconds(),
            soon: () => this.#wheel.schedule(target.id, this.#seconds()),
          }),
        );
      this.#wheel.schedule(target.id, this.#seconds());
    }
  }

  // Not awaited: a server that keeps us waiting keeps nobody else.
  #sample(id: string): void {
    const server = this.#servers.get(id);
    if (!server) return;
    const settings = metricSettings();
    this.#run('A sample failed in an unexpected way', async () => {
      const wish = await server.sample(settings);
      if (this.#servers.get(id) !== server || wish === Number.POSITIVE_INFINITY) return;
      const now = this.#seconds();
      this.#wheel.schedule(id, wish === null ? nextTurn(id, settings.intervalSeconds, now) : now + wish);
    });
  }

  async #keep(): Promise<void> {
    await keepMetrics(Date.now() / 1000, this.#stopping.signal);
  }

  #run(failure: string, work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => {
        if (!this.#stopping.signal.aborted) logError('metrics', failure, error);
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  #seconds(): number {
    return (monotonicMs() / 1000) * this.#pace;
  }
}
