import { eq, sql } from 'drizzle-orm';
import type { Reader } from '../client';
import { installedApps } from '../installed-apps/tables';
import { serverPreparations } from '../preparations/tables';

/** The id of the newest preparation of each server, to join. Plans and undos say nothing about whether it is prepared. */
export function newestPreparations(db: Reader) {
  return db
    .select({
      serverId: serverPreparations.serverId,
      id: sql<string>`max(${serverPreparations.id})`.as('newest_id'),
    })
    .from(serverPreparations)
    .where(eq(serverPreparations.kind, 'install'))
    .groupBy(serverPreparations.serverId)
    .as('newest');
}

/** The number of apps on each server that has any, to join. */
export function appCounts(db: Reader) {
  return db
    .select({ serverId: installedApps.serverId, n: sql<number>`count(*)`.as('apps') })
    .from(installedApps)
    .groupBy(installedApps.serverId)
    .as('apps');
}
