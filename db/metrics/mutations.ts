import { sql } from 'drizzle-orm';
import { type ServerAlerts, servers } from '../servers/tables';
import type { Tx } from '../write';
import { serverMetrics } from './tables';

export type NewServerMetric = Omit<typeof serverMetrics.$inferInsert, 'id'>;

/**
 * Adds rows of several servers, at most 300 in one transaction. A row that is there already stays: its period was
 * measured once. Rows of servers that were removed meanwhile are left out.
 */
export async function insertServerMetrics(tx: Tx, rows: readonly NewServerMetric[]): Promise<void> {
  if (rows.length === 0) return;
  const ids = JSON.stringify([...new Set(rows.map((row) => row.serverId))]);
  const there = await tx
    .select({ id: servers.id })
    .from(servers)
    .where(sql`${servers.id} IN (SELECT value FROM json_each(${ids}))`);
  const known = new Set(there.map((server) => server.id));
  const kept = rows.filter((row) => known.has(row.serverId));
  if (kept.length > 0)
    await tx
      .insert(serverMetrics)
      .values([...kept])
      .onConflictDoNothing();
}

/**
 * Notes that servers answered at `now`: online, without failures. What else is the matter with an online
 * one (no right to use sudo) stays: whoever found it also finds its end. A contradicted host key stays contradicted.
 */
export async function markServersReached(tx: Tx, serverIds: readonly string[], now: string): Promise<void> {
  if (serverIds.length === 0) return;
  await tx
    .update(servers)
    .set({
      status: 'online',
      statusReason: sql`CASE WHEN ${servers.status} = 'online' THEN ${servers.statusReason} END`,
      statusChangedAt: sql`CASE WHEN ${servers.status} = 'online' THEN ${servers.statusChangedAt} ELSE ${now} END`,
      lastConnectedAt: now,
      consecutiveFailures: 0,
      updatedAt: sql`${servers.updatedAt}`,
    })
    .where(
      sql`${servers.id} IN (SELECT value FROM json_each(${JSON.stringify(serverIds)})) AND ${servers.status} <> 'host_key_changed'`,
    );
}

/** Notes the `failures`-th failed attempt in a row; with `offline` the server counts as offline for `reason` since `now`. */
export async function markServerFailed(
  tx: Tx,
  serverId: string,
  { failures, reason, offline, now }: { failures: number; reason: string; offline: boolean; now: string },
): Promise<void> {
  const changed = offline
    ? {
        status: 'offline' as const,
        statusReason: reason,
        statusChangedAt: sql`CASE WHEN ${servers.status} = 'offline' THEN ${servers.statusChangedAt} ELSE ${now} END`,
      }
    : {};
  await tx
    .update(servers)
    .set({ consecutiveFailures: failures, updatedAt: sql`${servers.updatedAt}`, ...changed })
    .where(sql`${servers.id} = ${serverId} AND ${servers.status} <> 'host_key_changed'`);
}

/** Stores the open breaches of a server. */
export async function setServerAlerts(tx: Tx, serverId: string, alerts: ServerAlerts): Promise<void> {
  await tx
    .update(servers)
    .set({ alerts, updatedAt: sql`${servers.updatedAt}` })
    .where(sql`${servers.id} = ${serverId}`);
}

/**
 * Removes at most 500 rows of one tier that began before `before` (stored form). Returns how many went: fewer than 500
 * means that nothing is left. One index seek per server, then the rows themselves.
 */
export async function purgeServerMetrics(tx: Tx, resolution: string, before: string): Promise<number> {
  const removed = await tx.run(sql`
    DELETE FROM server_metrics WHERE id IN (
      SELECT m.id FROM servers AS s CROSS JOIN server_metrics AS m
      WHERE m.server_id = s.id AND m.resolution = ${resolution} AND m.timestamp < ${before} LIMIT 500)`);
  return removed.rowsAffected;
}
