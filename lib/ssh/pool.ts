import 'server-only';
import { sleep } from '@/lib/runtime/clock';
import { ConnectGate } from './connect-gate';
import type { SshConnection } from './connection';
import { closedError } from './errors';
import { type LinkState, type Open, PooledLink } from './pooled-link';

const IDLE_MS = 10 * 60_000;
const JITTER_MS = 250;

export type PoolOptions = {
  /** Milliseconds without use after which a connection is closed (default 10 min). */
  idleMs?: number;
};

export type LeaseOptions = {
  /**
   * Work that nobody waits for: it starts with a little jitter and respects the pause after network failures. People's
   * requests try at once. Refused sign-ins and changed host keys stop both until `drop`.
   */
  background?: boolean;
  signal?: AbortSignal;
};

export type PoolCounters = {
  /** Open connections, channels on them, and callers waiting for a channel. */
  connections: number;
  channels: number;
  waitingForChannel: number;
  /** Connects under way, and connects waiting for their turn. */
  connecting: number;
  waitingToConnect: number;
  /** Hosts in a pause after network failures, and hosts stopped until somebody acts. */
  pausing: number;
  blocked: number;
};

export type Pool = {
  /**
   * Lends the connection of `key`, opening it when there is none. One `open` serves all callers that ask meanwhile. The
   * connection is never closed while `fn` runs, except by its own end or `drop`.
   * @throws what `open` throws; the last failure again while the host is paused (background only) or blocked.
   */
  withConnection<T>(
    key: string,
    open: Open,
    fn: (connection: SshConnection) => Promise<T>,
    options?: LeaseOptions,
  ): Promise<T>;
  /** Forgets a key: closes its connection and lifts its pause or block. Call it when address, key or credential changed. */
  drop(key: string): void;
  /** How a key does, for pages; `undefined` when nothing is known. */
  state(key: string): LinkState | undefined;
  counters(): PoolCounters;
  /** Closes everything and refuses whatever comes later. */
  closeAll(): void;
};

/** A pool with one connection per key (LINK-1). A dead host never delays a living one: each key has its own queue. */
export function createPool({ idleMs = IDLE_MS }: PoolOptions = {}): Pool {
  const gate = new ConnectGate();
  const links = new Map<string, PooledLink>();
  let closed = false;

  const linkOf = (key: string): PooledLink => {
    const known = links.get(key);
    if (known) return known;
    const link = new PooledLink(gate, idleMs, () => {
      if (links.get(key) === link) links.delete(key);
    });
    links.set(key, link);
    return link;
  };

  return {
    async withConnection(key, open, fn, { background = false, signal } = {}) {
      if (closed) throw poolClosed();
      if (background && !links.get(key)?.isOpen()) await sleep(Math.random() * JITTER_MS, signal);
      if (signal?.aborted) throw signal.reason;
      if (closed) throw poolClosed();
      const lease = await linkOf(key).take(open, background, signal);
      try {
        return await fn(lease.connection);
      } finally {
        lease.giveBack();
      }
    },
    drop(key) {
      links.get(key)?.end();
      links.delete(key);
    },
    state: (key) => links.get(key)?.state(),
    counters() {
      const all = [...links.values()].map((link) => link.counters());
      const sum = (field: keyof (typeof all)[number]) => all.reduce((total, one) => total + one[field], 0);
      const { connecting, waiting } = gate.counters();
      return {
        connections: sum('connections'),
        channels: sum('channels'),
        waitingForChannel: sum('waitingForChannel'),
        connecting,
        waitingToConnect: waiting,
        pausing: sum('pausing'),
        blocked: sum('blocked'),
      };
    },
    closeAll() {
      closed = true;
      for (const link of links.values()) link.end();
      links.clear();
      gate.refuseWaiting(poolClosed());
    },
  };
}

function poolClosed() {
  return closedError('Tomo is stopping and makes no new connections.');
}
