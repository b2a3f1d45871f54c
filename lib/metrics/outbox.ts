import 'server-only';
import { insertContainerMetrics, type NewContainerMetric } from '@/db/metrics/container-mutations';
import {
  insertServerMetrics,
  markServerFailed,
  markServersReached,
  type NewServerMetric,
  setServerAlerts,
} from '@/db/metrics/mutations';
import type { ServerAlerts } from '@/db/servers/tables';
import { type Tx, write } from '@/db/write';
import { logError } from '@/lib/log/logger';
import { monotonicMs, nowIso } from '@/lib/runtime/clock';
import type { AlertChange } from './alerts';
import { liveServer, liveServers } from './live';
import { secondsOf } from './time';

/** Something about a server that people may want to hear of. */
export type ServerChange =
  | { kind: 'online'; serverId: string; serverName: string }
  | { kind: 'offline'; serverId: string; serverName: string; reason: string }
  | ({ kind: 'alert'; serverId: string; serverName: string } & AlertChange);

/** Called inside the transaction that stores the change: whoever tells people about it writes there. */
export type OnChange = (tx: Tx, change: ServerChange) => Promise<void>;

type Failure = { failures: number; reason: string; offline: boolean };

type Batch = {
  rows: NewServerMetric[];
  containers: NewContainerMetric[];
  reached: Set<string>;
  failed: Map<string, Failure>;
  alerts: Map<string, ServerAlerts>;
  changes: ServerChange[];
};

const ROWS_PER_COMMIT = 300;
const LONGEST_WAIT_MS = 15_000;
// A disk that stays full costs the oldest rows: a gap, never memory without end.
const ROWS_KEPT = 3_000;
const CONTAINER_ROWS_KEPT = 12_000;

/**
 * What the collector has to store. Rows of many servers share a commit: it goes out at 300 rows, after 15 s, or at the
 * next tick when a server failed or changed its state.
 */
export class Outbox {
  readonly #onChange: OnChange;
  #batch: Batch = empty();
  #since = 0;
  #urgent = false;
  #sending: Promise<void> | null = null;

  constructor(onChange: OnChange) {
    this.#onChange = onChange;
  }

  row(row: NewServerMetric): void {
    this.#touch();
    this.#batch.rows.push(row);
  }

  containerRows(rows: readonly NewContainerMetric[]): void {
    if (rows.length === 0) return;
    this.#touch();
    this.#batch.containers.push(...rows);
  }

  reached(serverId: string): void {
    this.#touch();
    this.#batch.failed.delete(serverId);
    this.#batch.reached.add(serverId);
  }

  failed(serverId: string, failure: Failure): void {
    this.#batch.reached.delete(serverId);
    this.#batch.failed.set(serverId, failure);
    this.hurry();
  }

  alerts(serverId: string, alerts: ServerAlerts): void {
    this.#touch();
    this.#batch.alerts.set(serverId, alerts);
  }

  /** A change of state, which does not wait for the batch to fill. */
  change(change: ServerChange): void {
    this.#batch.changes.push(change);
    this.hurry();
  }

  /** Lets the batch go at the next tick. */
  hurry(): void {
    this.#touch();
    this.#urgent = true;
  }

  /** Sends what is due, one commit after the other; does nothing while one is under way. */
  tick(): void {
    const isDue =
      this.#urgent ||
      this.#batch.rows.length + this.#batch.containers.length >= ROWS_PER_COMMIT ||
      monotonicMs() - this.#since > LONGEST_WAIT_MS;
    if (this.#since > 0 && isDue && !this.#sending) void this.flush();
  }

  /** Sends everything now and resolves when it is stored, or put back because it could not be. */
  async flush(): Promise<void> {
    await this.#sending;
    if (this.#since === 0) return;
    const batch = this.#batch;
    this.#batch = empty();
    this.#since = 0;
    this.#urgent = false;
    this.#sending = this.#send(batch).finally(() => {
      this.#sending = null;
    });
    await this.#sending;
  }

  async #send(batch: Batch): Promise<void> {
    const now = nowIso();
    let left = batch;
    try {
      await write((tx) => this.#store(tx, batch, now), { lane: 'bulk' });
      left = { ...empty(), rows: batch.rows, containers: batch.containers };
      while (left.rows.length + left.containers.length > 0) await this.#storeSlice(left);
    } catch (error) {
      logError('metrics', 'Metrics could not be stored; they are tried again', error);
      this.#putBack(left);
    }
  }

  async #storeSlice(left: Batch): Promise<void> {
    const rows = left.rows.slice(0, ROWS_PER_COMMIT);
    const containers = left.containers.slice(0, ROWS_PER_COMMIT - rows.length);
    await write(
      async (tx) => {
        await insertServerMetrics(tx, rows);
        await insertContainerMetrics(tx, containers);
      },
      { lane: 'bulk' },
    );
    left.rows = left.rows.slice(rows.length);
    left.containers = left.containers.slice(containers.length);
    for (const row of rows) noteStored(row);
    for (const row of containers) liveServers().get(row.serverId)?.containers.unsent.delete(row);
  }

  async #store(tx: Tx, batch: Batch, now: string): Promise<void> {
    await markServersReached(tx, [...batch.reached], now);
    for (const [serverId, failure] of batch.failed) await markServerFailed(tx, serverId, { ...failure, now });
    for (const [serverId, alerts] of batch.alerts) await setServerAlerts(tx, serverId, alerts);
    for (const change of batch.changes) await this.#onChange(tx, change);
  }

  #putBack(older: Batch): void {
    this.#touch();
    const newer = this.#batch;
    this.#batch = {
      rows: [...older.rows, ...newer.rows].slice(-ROWS_KEPT),
      containers: kept([...older.containers, ...newer.containers]),
      reached: new Set([...older.reached, ...newer.reached].filter((id) => !newer.failed.has(id))),
      failed: new Map([...older.failed, ...newer.failed].filter(([id]) => !newer.reached.has(id))),
      alerts: new Map([...older.alerts, ...newer.alerts]),
      changes: [...older.changes, ...newer.changes],
    };
  }

  #touch(): void {
    if (this.#since === 0) this.#since = monotonicMs();
  }
}

function empty(): Batch {
  return { rows: [], containers: [], reached: new Set(), failed: new Map(), alerts: new Map(), changes: [] };
}

function kept(rows: NewContainerMetric[]): NewContainerMetric[] {
  const lost = rows.slice(0, -CONTAINER_ROWS_KEPT);
  for (const row of lost) liveServers().get(row.serverId)?.containers.unsent.delete(row);
  return rows.slice(lost.length);
}

function noteStored(row: NewServerMetric): void {
  liveServer(row.serverId).storedUntil = secondsOf(row.timestamp) + row.periodSeconds;
}
