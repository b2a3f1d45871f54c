import { and, asc, eq, sql } from 'drizzle-orm';
import type { Reader } from '../client';
import { installedApps } from '../installed-apps/tables';
import { servers } from '../servers/tables';
import { appCategories, applications } from './tables';

/** One application with all its columns. */
export async function findApplication(db: Reader, id: string) {
  const [row] = await db.select().from(applications).where(eq(applications.id, id)).limit(1);
  return row;
}

/** One application with its category. */
export async function findApplicationWithCategory(db: Reader, id: string) {
  const [row] = await db
    .select({ application: applications, category: { slug: appCategories.slug, name: appCategories.name } })
    .from(applications)
    .innerJoin(appCategories, eq(appCategories.id, applications.categoryId))
    .where(eq(applications.id, id))
    .limit(1);
  return row;
}

/** Everything that may be deployed, by name, without definitions and long texts. */
export async function listApplications(db: Reader) {
  return db
    .select({
      id: applications.id,
      slug: applications.slug,
      name: applications.name,
      description: applications.description,
      appVersion: applications.appVersion,
      tags: applications.tags,
      source: applications.source,
      requirements: applications.requirements,
      privileges: applications.privileges,
      categorySlug: appCategories.slug,
      categoryName: appCategories.name,
    })
    .from(applications)
    .innerJoin(appCategories, eq(appCategories.id, applications.categoryId))
    .where(eq(applications.status, 'available'))
    .orderBy(asc(sql`lower(${applications.name})`), asc(applications.id));
}

/** Where applications are installed: one row per app, by name. */
export async function listInstallations(db: Reader, applicationId?: string) {
  return db
    .select({
      applicationId: installedApps.appId,
      id: installedApps.id,
      name: installedApps.displayName,
      serverId: servers.id,
      serverName: servers.name,
    })
    .from(installedApps)
    .innerJoin(servers, eq(servers.id, installedApps.serverId))
    .where(applicationId ? eq(installedApps.appId, applicationId) : undefined)
    .orderBy(asc(servers.name), asc(installedApps.displayName));
}

/** Ids of the categories by slug. */
export async function listCategoryIds(db: Reader): Promise<Map<string, string>> {
  const rows = await db.select({ id: appCategories.id, slug: appCategories.slug }).from(appCategories);
  return new Map(rows.map(({ id, slug }) => [slug, id]));
}

/** The starter applications as they are stored: what is needed to see whether they changed. */
export async function listStarterApplications(db: Reader) {
  return db
    .select({
      id: applications.id,
      slug: applications.slug,
      contentHash: applications.contentHash,
      revision: applications.revision,
      status: applications.status,
    })
    .from(applications)
    .where(and(eq(applications.source, 'starter')));
}
