import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '@/lib/runtime/clock';
import { backoffMs, burstPauseMs } from './backoff';
import type { ConnectGate } from './connect-gate';
import type { SshConnection } from './connection';
import { closedError, isSshError, type SshReason } from './errors';
import { Limit } from './limit';

/** Failures that another try cannot heal: it would lock accounts, trip fail2ban, or talk to a stranger. */
const final: ReadonlySet<SshReason> = new Set([
  'auth_refused',
  'host_key_changed',
  'key_unreadable',
  'passphrase_needed',
]);

/** A server turns a burst of newcomers away by chance (MaxStartups); asked again a little later it takes them. */
const TRIES_IN_A_BURST = 4;

/** Makes the connection of a key. Its signal fires when the pool closes or the last caller gave up. */
export type Open = (signal: AbortSignal) => Promise<SshConnection>;

export type LinkState = {
  open: boolean;
  /** Why the last connect failed; absent after a success. */
  failure?: { error: unknown; retryInMs: number | null };
};

export type Lease = { connection: SshConnection; giveBack: () => void };

/** The one connection of a key, with its pause after failures and its idle clock. */
export class PooledLink {
  readonly #gate: ConnectGate;
  readonly #idleMs: number;
  readonly #forget: () => void;
  #connection: SshConnection | undefined;
  #opening: { done: Promise<SshConnection>; limit: Limit; waiters: number } | undefined;
  #leases = 0;
  #idle: NodeJS.Timeout | undefined;
  #failures = 0;
  #failure: { error: unknown; retryAt: number } | undefined;
  #ended = false;

  /** `forget` is called when nothing worth remembering is left. */
  constructor(gate: ConnectGate, idleMs: number, forget: () => void) {
    this.#gate = gate;
    this.#idleMs = idleMs;
    this.#forget = forget;
  }

  isOpen(): boolean {
    return this.#connection?.alive() === true;
  }

  state(): LinkState {
    const open = this.isOpen();
    if (!this.#failure) return { open };
    const { error, retryAt } = this.#failure;
    const wait = retryAt - monotonicMs();
    return {
      open,
      failure: { error, retryInMs: Number.isFinite(wait) ? Math.max(0, Math.round(wait)) : null },
    };
  }

  async take(open: Open, background: boolean, signal: AbortSignal | undefined): Promise<Lease> {
    this.#refuseIfPaused(background);
    const connection = this.#connection?.alive() ? this.#connection : await this.#join(open, signal);
    this.#leases += 1;
    clearTimeout(this.#idle);
    let given = false;
    return {
      connection,
      giveBack: () => {
        if (given) return;
        given = true;
        this.#leases -= 1;
        if (this.#leases === 0) this.#rest();
      },
    };
  }

  /** Closes the connection, or the attempt to make one. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#idle);
    this.#opening?.limit.fail(closedError('The connection was given up.'));
    this.#connection?.close();
  }

  counters() {
    const channels = this.isOpen() ? this.#connection?.channels() : undefined;
    const blocked = this.#failure?.retryAt === Number.POSITIVE_INFINITY;
    return {
      connections: channels ? 1 : 0,
      channels: channels?.open ?? 0,
      waitingForChannel: channels?.waiting ?? 0,
      pausing: this.#failure && !blocked ? 1 : 0,
      blocked: blocked ? 1 : 0,
    };
  }

  #refuseIfPaused(background: boolean): void {
    if (!this.#failure) return;
    const blocked = this.#failure.retryAt === Number.POSITIVE_INFINITY;
    if (blocked || (background && this.#failure.retryAt > monotonicMs())) throw this.#failure.error;
  }

  // Callers share one attempt; it is given up when the last of them has.
  async #join(open: Open, signal: AbortSignal | undefined): Promise<SshConnection> {
    this.#opening ??= this.#start(open);
    const opening = this.#opening;
    opening.waiters += 1;
    const mine = new Limit(Number.POSITIVE_INFINITY, signal, closedError);
    try {
      return await mine.race(opening.done);
    } finally {
      mine.end();
      opening.waiters -= 1;
      if (opening.waiters === 0 && this.#opening === opening)
        opening.limit.fail(signal?.reason ?? closedError());
    }
  }

  #start(open: Open) {
    const limit = new Limit(Number.POSITIVE_INFINITY, undefined, closedError);
    const done = this.#open(open, limit.signal).then(
      (connection) => this.#opened(connection, limit),
      (error: unknown) => this.#failed(error, limit),
    );
    done.catch(() => {});
    return { done, limit, waiters: 0 };
  }

  async #open(open: Open, signal: AbortSignal): Promise<SshConnection> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#gate.pass(this.#failures > 0, signal, () => open(signal));
      } catch (error) {
        const crowded = isSshError(error) && error.reason === 'too_many_connections';
        if (!crowded || tries === TRIES_IN_A_BURST) throw error;
        await sleep(burstPauseMs(tries), undefined, { signal }).catch(() => {
          throw signal.reason;
        });
      }
    }
  }

  #opened(connection: SshConnection, limit: Limit): SshConnection {
    this.#opening = undefined;
    if (this.#ended || limit.signal.aborted) {
      connection.close();
      throw limit.signal.reason ?? closedError();
    }
    this.#failures = 0;
    this.#failure = undefined;
    this.#connection = connection;
    connection.onClose((error) => {
      if (this.#connection !== connection) return;
      this.#connection = undefined;
      clearTimeout(this.#idle);
      if (error.reason === 'host_key_changed') this.#block(error);
      else if (!this.#failure) this.#forget();
    });
    this.#rest();
    return connection;
  }

  #failed(error: unknown, limit: Limit): never {
    this.#opening = undefined;
    const givenUp = limit.signal.aborted;
    if (!givenUp && isSshError(error) && final.has(error.reason)) this.#block(error);
    else if (!givenUp) {
      this.#failures += 1;
      this.#failure = { error, retryAt: monotonicMs() + backoffMs(this.#failures) };
    } else if (!this.#failure) this.#forget();
    throw error;
  }

  #block(error: unknown): void {
    this.#failure = { error, retryAt: Number.POSITIVE_INFINITY };
  }

  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#connection?.close(), this.#idleMs);
    this.#idle.unref();
  }
}
