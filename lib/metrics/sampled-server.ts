import 'server-only';
import type { ServerAlerts } from '@/db/servers/tables';
import { logWarning } from '@/lib/log/logger';
import { monotonicMs } from '@/lib/runtime/clock';
import { isTomoError, messageOf } from '@/lib/runtime/errors';
import { backoffMs } from '@/lib/ssh/backoff';
import { Measurements } from './measurements';
import type { MetricSettings } from './metric-settings';
import type { Outbox } from './outbox';
import type { Sampler } from './sampler';

/** A server as the collector's plan names it. */
export type SampleTarget = {
  id: string;
  name: string;
  status: 'unknown' | 'online' | 'offline' | 'host_key_changed';
  alerts: ServerAlerts;
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

/** One server: its open shell, how it stands, how it failed and when it wants its next turn. */
export class SampledServer {
  #target: SampleTarget;
  #planned: SampleTarget['status'];
  readonly #open: (serverId: string) => Promise<Sampler>;
  readonly #outbox: Outbox;
  readonly #measurements: Measurements;
  #sampler: Sampler | null = null;
  #failures = 0;
  #failure: unknown = null;
  #stopped = false;
  #closed = false;
  #busy = false;
  #sampledAt = Number.NEGATIVE_INFINITY;

  constructor(target: SampleTarget, open: (serverId: string) => Promise<Sampler>, outbox: Outbox) {
    this.#target = target;
    this.#planned = target.status;
    this.#open = open;
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
    const retry = found || (edited && this.#failures > 0);
    if (retry) this.#stopped = false;
    return retry;
  }

  /** Whether a person who looks at the server should get a sample now. */
  wantsExtra(watchedIntervalSeconds: number): boolean {
    if (this.#busy || this.#stopped || this.#failures > 0) return false;
    return monotonicMs() - this.#sampledAt >= watchedIntervalSeconds * 1000 - 500;
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
      const text = await this.#sampler.request();
      return this.#closed ? null : this.#answered(text, settings);
    } catch (error) {
      return this.#closed ? null : this.#failed(error, settings);
    } finally {
      this.#busy = false;
      if (settings.intervalSeconds > KEEP_OPEN_SECONDS) this.#closeSampler();
    }
  }

  /** Ends the shell and hands on the row that is open. */
  close(): void {
    this.#closed = true;
    this.#lose();
  }

  async #opened(): Promise<Sampler> {
    const sampler = await this.#open(this.#target.id);
    if (this.#closed) sampler.close();
    return sampler;
  }

  #answered(text: string, settings: MetricSettings): number | null {
    const endedAt = Date.now() / 1000;
    this.#sampledAt = monotonicMs();
    this.#reached();
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

  #lose(): void {
    this.#closeSampler();
    this.#measurements.cut();
  }

  #closeSampler(): void {
    this.#sampler?.close();
    this.#sampler = null;
  }
}
