import { and, asc, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { applications } from '../applications/tables';
import type { Reader } from '../client';
import { jobs } from '../jobs/tables';
import { servers } from '../servers/tables';
import { installedApps, installedAppVersions, portClaims } from './tables';

/** One installed app with all its columns. */
export async function findInstalledApp(db: Reader, id: string) {
  const [row] = await db.select().from(installedApps).where(eq(installedApps.id, id)).limit(1);
  return row;
}

/** The app that bears a name on a server. */
export async function findInstalledAppByName(db: Reader, serverId: string, instanceName: string) {
  const [row] = await db
    .select()
    .from(installedApps)
    .where(and(eq(installedApps.serverId, serverId), eq(installedApps.instanceName, instanceName)))
    .limit(1);
  return row;
}

const summary = {
  app: installedApps,
  application: { name: applications.name, slug: applications.slug, appVersion: applications.appVersion },
  server: {
    name: servers.name,
    host: servers.host,
    status: servers.status,
    isEnabled: servers.isEnabled,
  },
  version: {
    appVersion: installedAppVersions.appVersion,
    /** JSON of the web pages, without the values and the definition around them. */
    pages: sql<string | null>`json_extract(${installedAppVersions.config}, '$.pages')`,
  },
};

/** Installed apps with what lists show of application, server and version in force, by name. */
export async function listInstalledApps(db: Reader, filter: { serverId?: string } = {}) {
  return selectSummaries(db, filter.serverId ? eq(installedApps.serverId, filter.serverId) : undefined);
}

/** One installed app, as `listInstalledApps` shows it. */
export async function findInstalledAppSummary(db: Reader, id: string) {
  const [row] = await selectSummaries(db, eq(installedApps.id, id));
  return row;
}

function selectSummaries(db: Reader, where: SQL | undefined) {
  return db
    .select(summary)
    .from(installedApps)
    .innerJoin(applications, eq(applications.id, installedApps.appId))
    .innerJoin(servers, eq(servers.id, installedApps.serverId))
    .leftJoin(installedAppVersions, eq(installedAppVersions.id, installedApps.currentVersionId))
    .where(where)
    .orderBy(asc(installedApps.displayName), asc(installedApps.id));
}

/** Names that are taken on a server. */
export async function listInstanceNames(db: Reader, serverId: string): Promise<Set<string>> {
  const rows = await db
    .select({ name: installedApps.instanceName })
    .from(installedApps)
    .where(eq(installedApps.serverId, serverId));
  return new Set(rows.map((row) => row.name));
}

/** The sealed secrets of every app on a server, older versions included: their containers may still run. */
export async function listSealedVersions(db: Reader, serverId: string) {
  return db
    .select({ id: installedAppVersions.id, secretsSealed: installedAppVersions.secretsSealed })
    .from(installedAppVersions)
    .innerJoin(installedApps, eq(installedApps.id, installedAppVersions.installedAppId))
    .where(and(eq(installedApps.serverId, serverId), isNotNull(installedAppVersions.secretsSealed)));
}

/** One version of an app with all its columns. */
export async function findVersion(db: Reader, id: string) {
  const [row] = await db.select().from(installedAppVersions).where(eq(installedAppVersions.id, id)).limit(1);
  return row;
}

/** The newest version of an app, whether it came into force or not. */
export async function findNewestVersion(db: Reader, installedAppId: string) {
  const [row] = await db
    .select()
    .from(installedAppVersions)
    .where(eq(installedAppVersions.installedAppId, installedAppId))
    .orderBy(desc(installedAppVersions.versionNo))
    .limit(1);
  return row;
}

/** Ports promised on a server, with the app each is promised to. */
export async function listPortClaims(db: Reader, serverId: string) {
  return db
    .select({
      protocol: portClaims.protocol,
      address: portClaims.address,
      port: portClaims.port,
      installedAppId: portClaims.installedAppId,
      appName: installedApps.displayName,
    })
    .from(portClaims)
    .innerJoin(installedApps, eq(installedApps.id, portClaims.installedAppId))
    .where(eq(portClaims.serverId, serverId))
    .orderBy(asc(portClaims.port), asc(portClaims.protocol));
}

/** Apps on a server that were started successfully once, with what judging their containers needs. */
export async function listObservedApps(db: Reader, serverId: string) {
  return db
    .select({ app: installedApps, definition: installedAppVersions.definition })
    .from(installedApps)
    .innerJoin(installedAppVersions, eq(installedAppVersions.id, installedApps.currentVersionId))
    .where(eq(installedApps.serverId, serverId));
}

/** Servers with at least one app to observe: enabled, with a trusted key, online or not looked at yet. */
export async function listServersToObserve(db: Reader): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: servers.id })
    .from(servers)
    .innerJoin(installedApps, eq(installedApps.serverId, servers.id))
    .where(
      and(
        eq(servers.isEnabled, true),
        isNotNull(servers.hostKeyPublic),
        eq(servers.status, 'online'),
        isNotNull(installedApps.currentVersionId),
      ),
    );
  return rows.map((row) => row.id);
}

/** Ids of the apps of a server that a job works on now. */
export async function listBusyApps(db: Reader, serverId: string): Promise<Set<string>> {
  const rows = await db
    .select({ id: jobs.installedAppId })
    .from(jobs)
    .where(and(eq(jobs.serverId, serverId), isNotNull(jobs.installedAppId), isNull(jobs.finishedAt)));
  return new Set(rows.flatMap((row) => row.id ?? []));
}

/** The newest job of `kind` for an app. */
export async function findNewestAppJob(db: Reader, installedAppId: string, kind: string) {
  const [job] = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.installedAppId, installedAppId), eq(jobs.kind, kind)))
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(1);
  return job;
}

/** The job that waits or runs for an app. */
export async function findActiveAppJob(db: Reader, installedAppId: string) {
  const [job] = await db
    .select({ id: jobs.id, kind: jobs.kind, payload: jobs.payload })
    .from(jobs)
    .where(and(eq(jobs.installedAppId, installedAppId), isNull(jobs.finishedAt)))
    .orderBy(asc(jobs.createdAt))
    .limit(1);
  return job;
}
