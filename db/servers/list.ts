import { asc, eq, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../client';
import { serverPreparations } from '../preparations/tables';
import { appCounts, newestPreparations } from './related';
import { servers } from './tables';

// Of the facts only what lists show: the whole of them is kilobytes per server.
const fact = <T>(path: string) => sql<T | null>`json_extract(${servers.systemInfo}, ${path})`;

/** Narrows a list of servers. `addresses`: whether host, account and notes may be searched. */
export type ServerFilter = { text?: string; addresses: boolean; tags?: readonly string[] };

/**
 * Every server that fits, with what lists show: state, latest preparation, number of apps. One statement whatever their
 * number; no facts as a whole, no output columns.
 */
export async function listServerSummaries(db: Reader, filter: ServerFilter) {
  const newest = newestPreparations(db);
  const apps = appCounts(db);
  return db
    .select({
      id: servers.id,
      name: servers.name,
      host: servers.host,
      port: servers.port,
      username: servers.username,
      status: servers.status,
      statusReason: servers.statusReason,
      statusChangedAt: servers.statusChangedAt,
      isVerified: sql<boolean>`${servers.hostKeyPublic} IS NOT NULL`.mapWith(Boolean),
      alerts: servers.alerts,
      thresholds: servers.thresholds,
      allowLegacyAlgorithms: servers.allowLegacyAlgorithms,
      tags: servers.tags,
      dockerStatus: servers.dockerStatus,
      dockerVersion: servers.dockerVersion,
      composeVersion: servers.composeVersion,
      lastConnectedAt: servers.lastConnectedAt,
      osName: fact<string>('$.os.name'),
      clockOffsetSeconds: fact<number>('$.clockOffsetSeconds'),
      rebootRequired: fact<number>('$.rebootRequired').mapWith(Boolean),
      pendingUpdates: fact<number>('$.pendingUpdates.total'),
      securityUpdates: fact<number>('$.pendingUpdates.security'),
      preparationStatus: serverPreparations.status,
      preparationJobId: serverPreparations.jobId,
      appCount: sql<number>`coalesce(${apps.n}, 0)`,
    })
    .from(servers)
    .leftJoin(newest, eq(newest.serverId, servers.id))
    .leftJoin(serverPreparations, eq(serverPreparations.id, newest.id))
    .leftJoin(apps, eq(apps.serverId, servers.id))
    .where(fits(filter))
    .orderBy(asc(servers.name));
}

export type ServerSummaryRow = Awaited<ReturnType<typeof listServerSummaries>>[number];

/** Every tag with the number of servers that carry it. */
export async function listServerTags(db: Reader) {
  return db.all<{ tag: string; servers: number }>(sql`
    SELECT t.value AS tag, count(*) AS servers FROM ${servers}, json_each(${servers.tags}) AS t
    GROUP BY t.value ORDER BY t.value`);
}

/** Number of servers, whatever the filter. */
export async function countServers(db: Reader): Promise<number> {
  const [row] = await db.select({ n: sql<number>`count(*)` }).from(servers);
  return row?.n ?? 0;
}

function fits({ text, addresses, tags: wanted }: ServerFilter): SQL | undefined {
  const parts: SQL[] = [];
  if (text) {
    const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    // Who may not see an address must not find one by trying.
    const guarded = addresses ? [servers.host, servers.username, servers.notes] : [];
    const columns = [servers.name, servers.tags, fact<string>('$.os.name'), ...guarded];
    parts.push(
      sql`(${sql.join(
        columns.map((column) => sql`${column} LIKE ${like} ESCAPE '\\'`),
        sql` OR `,
      )})`,
    );
  }
  if (wanted && wanted.length > 0)
    parts.push(
      sql`EXISTS (SELECT 1 FROM json_each(${servers.tags}) AS t WHERE t.value IN (SELECT value FROM json_each(${JSON.stringify(wanted)})))`,
    );
  return parts.length > 0 ? sql.join(parts, sql` AND `) : undefined;
}
