import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Reader } from '../client';
import { installedApps } from '../installed-apps/tables';
import { jobs } from '../jobs/tables';
import { serverPreparations } from '../preparations/tables';
import { users } from '../users/tables';
import { appCounts, newestPreparations } from './related';
import { serverCredentials, servers } from './tables';

/** One server with all its columns. */
export async function findServer(db: Reader, id: string) {
  const [server] = await db.select().from(servers).where(eq(servers.id, id)).limit(1);
  return server;
}

/** The server that already has this address and account; the same address behind another jump host is another machine. */
export async function findServerByAddress(
  db: Reader,
  address: { host: string; port: number; username: string; jumpServerId: string | null },
) {
  const [server] = await db
    .select({ id: servers.id, name: servers.name })
    .from(servers)
    .where(
      and(
        eq(servers.host, address.host),
        eq(servers.port, address.port),
        eq(servers.username, address.username),
        address.jumpServerId === null
          ? isNull(servers.jumpServerId)
          : eq(servers.jumpServerId, address.jumpServerId),
      ),
    )
    .limit(1);
  return server;
}

/** The server of this name. */
export async function findServerByName(db: Reader, name: string) {
  const [server] = await db.select({ id: servers.id }).from(servers).where(eq(servers.name, name)).limit(1);
  return server;
}

/** Another server that reported the same machine id: probably one machine added twice. */
export async function findTwin(db: Reader, id: string, machineId: string) {
  const [twin] = await db
    .select({ id: servers.id, name: servers.name })
    .from(servers)
    .where(and(eq(servers.machineId, machineId), sql`${servers.id} <> ${id}`))
    .limit(1);
  return twin;
}

/** The sealed credential of a server. */
export async function findCredential(db: Reader, serverId: string) {
  const [credential] = await db
    .select()
    .from(serverCredentials)
    .where(eq(serverCredentials.serverId, serverId))
    .limit(1);
  return credential;
}

/** What may be shown of a credential: never the sealed values. */
export async function findCredentialFacts(db: Reader, serverId: string) {
  const { kind, publicKey, publicKeyFingerprint, updatedAt } = serverCredentials;
  const [facts] = await db
    .select({ kind, publicKey, publicKeyFingerprint, updatedAt })
    .from(serverCredentials)
    .where(eq(serverCredentials.serverId, serverId))
    .limit(1);
  return facts;
}

/** Every server with what lists show: state, latest preparation, active job, number of apps. No output columns. */
export async function listServers(db: Reader) {
  const newest = newestPreparations(db);
  const apps = appCounts(db);
  return db
    .select({
      server: servers,
      preparationStatus: serverPreparations.status,
      preparationStep: serverPreparations.currentStep,
      preparationJobId: serverPreparations.jobId,
      appCount: sql<number>`coalesce(${apps.n}, 0)`,
    })
    .from(servers)
    .leftJoin(newest, eq(newest.serverId, servers.id))
    .leftJoin(serverPreparations, eq(serverPreparations.id, newest.id))
    .leftJoin(apps, eq(apps.serverId, servers.id))
    .orderBy(asc(servers.name));
}

/** Who trusted the host key of a server. */
export async function findHostKeyConfirmer(db: Reader, userId: string) {
  const [user] = await db
    .select({ displayName: users.displayName, username: users.username })
    .from(users)
    .where(eq(users.id, userId))
    .limit(1);
  return user;
}

/** The newest job of `kind` on a server. */
export async function findLatestJob(db: Reader, serverId: string, kind: string) {
  const [job] = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.serverId, serverId), eq(jobs.kind, kind)))
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(1);
  return job;
}

/** Ids of jobs on a server that wait or run. */
export async function listBusyJobs(db: Reader, serverId: string) {
  return db
    .select({ id: jobs.id, kind: jobs.kind, dedupeKey: jobs.dedupeKey, targetLabel: jobs.targetLabel })
    .from(jobs)
    .where(and(eq(jobs.serverId, serverId), inArray(jobs.status, ['pending', 'running'])));
}

/** The apps that Tomo put on a server, by name. */
export async function listAppsOn(db: Reader, serverId: string) {
  return db
    .select({ id: installedApps.id, name: installedApps.displayName })
    .from(installedApps)
    .where(eq(installedApps.serverId, serverId))
    .orderBy(asc(installedApps.displayName));
}

/** The servers that are reached through this one. */
export async function listServersBehind(db: Reader, serverId: string) {
  return db
    .select({ id: servers.id, name: servers.name })
    .from(servers)
    .where(eq(servers.jumpServerId, serverId))
    .orderBy(asc(servers.name));
}

/** Servers that can be a jump host for others: verified, and reached directly themselves. */
export async function listJumpHosts(db: Reader) {
  return db
    .select({ id: servers.id, name: servers.name })
    .from(servers)
    .where(and(isNull(servers.jumpServerId), isNotNull(servers.hostKeyPublic)))
    .orderBy(asc(servers.name));
}

/** Every server by name, address and account: what an import compares with. */
export async function listServerAddresses(db: Reader) {
  const { id, name, host, port, username, jumpServerId } = servers;
  return db.select({ id, name, host, port, username, jumpServerId }).from(servers);
}

/** Names of the first `limit` servers by name. */
export async function listServerNames(db: Reader, limit: number) {
  return db
    .select({ id: servers.id, name: servers.name })
    .from(servers)
    .orderBy(asc(servers.name), asc(servers.id))
    .limit(limit);
}
