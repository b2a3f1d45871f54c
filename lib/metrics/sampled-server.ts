import 'server-only';
import type { OwnThresholds, ServerAlerts } from '@/db/servers/tables';
import { logWarning } from '@/lib/log/logger';
import { isTomoError, messageOf } from '@/lib/runtime/errors';
import { backoffMs } from '@/lib/ssh/backoff';
import { EngineWatch, type LendEngine } from './engine-watch';
import type { Inventory } from './inventory';
import { liveServer } from './live';
import { Measurements } from './measurements';
import type { MetricSettings } from './metric-settings';
import type { Outbox } from './outbox';
import type { Sampler, SampleScope } from './sampler';

/** A server as the collector's plan names it. */
export type SampleTarget = {
  id: string;
  name: string;
  status: 'unknown' | 'online' | 'offline' | 'host_key_changed';
  alerts: ServerAlerts;
  thresholds: OwnThresholds | null;
  /** These change when somebody edits the server or its sign-in. */
  version: number;
  credentialVersion: number;
};

/** Nobody but a person can mend these: trying again would lock accounts or talk to a stranger. */
const untilSomebodyActs = new Set([
  'auth_refused',
  'key_unreadable',
  'passphrase_needed',
  'host_key_changed',
]);
/** The server is no longer meant to be sampled; the next plan leaves it out. */
const notMeant = new Set(['not_verified', 'disabled']);

// Two samples make a first interval; nobody waits a whole minute for it.
const SECOND_SAMPLE_SECONDS = 3;
// A connection that rests for longer than this between samples is opened anew for each.
const KEEP_OPEN_SECONDS = 600;
const PAUSED_SECONDS = 5;
const HURRY_PAUSE_SECONDS = 20;

/** How a server is reached; given by boot. */
export type Ways = {
  /** Opens the sampler of a server. Rejects with a TomoError whose `reason` says why, such as `refused`. */
  openSampler(serverId: string): Promise<Sampler>;
  lendEngine: LendEngine;
  /** The label by which containers name the installed app they belong to. */
  appLabel: string;
};

/** What the collector gives each server: its clock, and a turn of its own as soon as may be. */
export type Turns = { seconds(): number; soon(): void };

/** One server: its open shell, how it stands, how it failed and when it wants its next turn. */
export class SampledServer {
  #target: SampleTarget;
  #planned: SampleTarget['status'];
  readonly #ways: Ways;
  readonly #turns: Turns;
  readonly #outbox: Outbox;
  readonly #measurements: Measurements;
  #sampler: Sampler | null = null;
  #engine: EngineWatch | null = null;
  #isNewToMe = true;
  #hurriedAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #failure: unknown = null;
  #stopped = false;
  #closed = false;
  #busy = false;
  #sampledAt = Number.NEGATIVE_INFINITY;

  constructor(target: SampleTarget, ways: Ways, outbox: Outbox, turns: Turns) {
    this.#target = target;
    this.#planned = target.status;
    this.#ways = ways;
    this.#turns = turns;
    this.#outbox = outbox;
    this.#measurements = new Measurements(target, outbox);
  }

  /**
   * Takes what the plan says now. True when the next attempt should not wait: somebody changed the server, or another
   * check found it. Only a status that changed since the last plan counts: an older one may still lack our own news.
   */
  update(target: SampleTarget): boolean {
    const edited =
      target.version !== this.#target.version || target.credentialVersion !== this.#target.credentialVersion;
    const isNews = target.status !== this.#planned;
    const found = isNews && target.status === 'online' && this.#failures > 0;
    this.#planned = target.status;
    this.#target = { ...target, status: isNews ? target.status : this.#target.status };
    this.#measurements.of(target);
    const retry = found || (edited && this.#failures > 0);
    if (retry) this.#stopped = false;
    return retry;
  }

  /** Whether a person who looks at the server should get a sample now. */
  wantsExtra(watchedIntervalSeconds: number): boolean {
    if (this.#busy || this.#stopped || this.#failures > 0) return false;
    return this.#turns.seconds() - this.#sampledAt >= watchedIntervalSeconds - 0.5;
  }

  /**
   * Takes one sample, opening the shell when there is none, and hands on what it means. Never throws. Resolves with the
   * seconds after which it wants the next turn; null: at its own place in the interval; infinity: when somebody acts.
   */
  async sample(settings: MetricSettings): Promise<number | null> {
    if (this.#busy || this.#closed) return null;
    this.#busy = true;
    try {
      this.#sampler ??= await this.#opened();
      const scope = this.#scope(settings);
      const text = await this.#sampler.request(scope);
      if (this.#closed) return null;
      const wish = this.#answered(text, settings);
      return scope === 'relist' ? SECOND_SAMPLE_SECONDS : wish;
    } catch (error) {
      return this.#closed ? null : this.#failed(error, settings);
    } finally {
      this.#busy = false;
      if (settings.intervalSeconds > KEEP_OPEN_SECONDS) this.#closeSampler();
    }
  }

  /** Ends the shell and the watch, and hands on the row that is open. */
  close(): void {
    this.#closed = true;
    this.#leaveEngine();
    this.#lose();
  }

  async #opened(): Promise<Sampler> {
    const sampler = await this.#ways.openSampler(this.#target.id);
    if (this.#closed) sampler.close();
    return sampler;
  }

  #answered(text: string, settings: MetricSettings): number | null {
    const endedAt = Date.now() / 1000;
    this.#sampledAt = this.#turns.seconds();
    this.#reached();
    if (settings.containersEnabled) this.#followEngine(settings.intervalSeconds);
    else this.#leaveEngine();
    if (!settings.enabled) {
      this.#outbox.reached(this.#target.id);
      this.#measurements.cut();
      return null;
    }
    try {
      return this.#measurements.take(text, endedAt, settings) ? null : SECOND_SAMPLE_SECONDS;
    } catch (error) {
      // The server is there; only its numbers are not. A new shell may know better.
      logWarning('metrics', `${this.#target.name}: ${messageOf(error)}`, { serverId: this.#target.id });
      this.#lose();
      return null;
    }
  }

  #reached(): void {
    this.#failures = 0;
    this.#failure = null;
    if (this.#target.status === 'online') return;
    const wasOffline = this.#target.status === 'offline';
    this.#target.status = 'online';
    this.#outbox.reached(this.#target.id);
    if (wasOffline)
      this.#outbox.change({ kind: 'online', serverId: this.#target.id, serverName: this.#target.name });
    else this.#outbox.hurry();
  }

  #failed(error: unknown, settings: MetricSettings): number {
    this.#lose();
    this.#leaveEngine();
    // The pool answers with the failure it remembers while a host is paused: that was no new attempt.
    if (error === this.#failure) return PAUSED_SECONDS;
    this.#failure = error;
    const reason = (isTomoError(error) && error.reason) || 'unexpected';
    if (notMeant.has(reason)) return PAUSED_SECONDS;
    this.#failures += 1;
    this.#stopped = untilSomebodyActs.has(reason);
    // The door to the server notes a contradicted key itself, with the key that was offered.
    const offline =
      reason !== 'host_key_changed' && (this.#stopped || this.#failures >= settings.offlineAfterFailures);
    this.#outbox.failed(this.#target.id, { failures: this.#failures, reason, offline });
    if (offline && this.#target.status !== 'offline') {
      this.#target.status = 'offline';
      this.#outbox.change({
        kind: 'offline',
        serverId: this.#target.id,
        serverName: this.#target.name,
        reason,
      });
    }
    return this.#stopped ? Number.POSITIVE_INFINITY : backoffMs(this.#failures) / 1000;
  }

  // Control groups cost a process on the server: nobody reads them where no container runs.
  #scope({ containersEnabled }: MetricSettings): SampleScope {
    const { inventory } = liveServer(this.#target.id).containers;
    if (!containersEnabled || inventory.kind !== 'seen') return 'server';
    if (![...inventory.containers.values()].some(({ state }) => state === 'running')) return 'server';
    const scope = this.#isNewToMe ? 'relist' : 'containers';
    this.#isNewToMe = false;
    return scope;
  }

  #followEngine(intervalSeconds: number): void {
    const rest = intervalSeconds > KEEP_OPEN_SECONDS ? intervalSeconds : 0;
    this.#engine ??= new EngineWatch(this.#target.id, this.#ways.lendEngine, {
      appLabel: this.#ways.appLabel,
      onInventory: (inventory) => this.#listed(inventory),
      onStart: (containerId) => this.#measurements.containers.began(containerId),
      restSeconds: () => rest,
    });
  }

  #leaveEngine(): void {
    this.#engine?.stop();
    this.#engine = null;
  }

  #listed(inventory: Inventory): void {
    if (this.#closed) return;
    const { containers } = liveServer(this.#target.id);
    const known = containers.inventory.kind === 'seen' ? containers.inventory.containers : undefined;
    if (inventory.kind === 'seen' && [...inventory.containers.keys()].some((id) => !known?.has(id)))
      this.#isNewToMe = true;
    containers.inventory = inventory;
    // Nobody waits a whole minute for the first numbers of a container. One that comes every second costs no more than one.
    if (!this.#isNewToMe || this.#busy || this.#turns.seconds() - this.#hurriedAt < HURRY_PAUSE_SECONDS)
      return;
    this.#hurriedAt = this.#turns.seconds();
    this.#turns.soon();
  }

  #lose(): void {
    this.#closeSampler();
    this.#measurements.cut();
  }

  #closeSampler(): void {
    this.#sampler?.close();
    this.#sampler = null;
  }
}
