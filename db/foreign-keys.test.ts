import { eq, getTableName, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { closeDatabase, database } from './client';
import { foreignKeyViolation } from './failure';
import * as schema from './schema';
import { type Tx, write } from './write';

const AT = '2026-01-02T03:04:05.678Z';
const HASH = 'a'.repeat(64);

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

test('removing a server takes its parts along and leaves what only mentions it', async () => {
  await write(everyTableOnce);
  expect(await counts()).toEqual(Object.fromEntries(tables().map((table) => [getTableName(table), 1])));

  await write((tx) => tx.delete(schema.servers).where(eq(schema.servers.id, 'server')));

  const gone = Object.entries(await counts()).filter(([, rows]) => rows === 0);
  expect(gone.map(([name]) => name).sort()).toEqual([
    'container_metrics',
    'installed_app_versions',
    'installed_apps',
    'port_claims',
    'preparation_logs',
    'server_credentials',
    'server_metrics',
    'server_preparations',
    'servers',
  ]);
  const [job] = await database().select().from(schema.jobs);
  expect(job).toMatchObject({
    serverId: null,
    installedAppId: null,
    targetLabel: 'web-1',
    requestedBy: 'user',
  });
});

test('a jump server, a category and an application in use stay', async () => {
  await write(everyTableOnce);
  await write((tx) =>
    tx.insert(schema.servers).values({ ...server, id: 'behind', name: 'behind', jumpServerId: 'server' }),
  );
  const removals = [
    (tx: Tx) => tx.delete(schema.servers).where(eq(schema.servers.id, 'server')),
    (tx: Tx) => tx.delete(schema.appCategories),
    (tx: Tx) => tx.delete(schema.applications),
    (tx: Tx) => tx.delete(schema.installedAppVersions),
    (tx: Tx) => tx.delete(schema.users),
  ];
  for (const removal of removals) {
    await expect(write(async (tx) => removal(tx))).rejects.toSatisfy(foreignKeyViolation);
  }
});

test('a repository takes its apps and their ratings along; the local catalogue keeps what it imported', async () => {
  await write(everyTableOnce);
  await write((tx) => tx.delete(schema.marketplaceRepos));
  expect(await counts()).toMatchObject({ marketplace_apps: 0, app_ratings: 0, applications: 1 });
  const [kept] = await database().select().from(schema.applications);
  expect(kept?.marketplaceAppId).toBeNull();
});

test('a purged job takes its steps and lines along; preparation and app version remain', async () => {
  await write(everyTableOnce);
  await write((tx) => tx.delete(schema.jobs));
  expect(await counts()).toMatchObject({
    job_steps: 0,
    job_logs: 0,
    server_preparations: 1,
    installed_app_versions: 1,
  });
});

test('a removed person takes sign-ins, settings and notices along, once no audit row names them', async () => {
  await write(async (tx) => {
    await everyTableOnce(tx);
    await tx.insert(schema.auditCheckpoints).values({ ...checkpoint, id: 'purge', kind: 'purge', toSeq: 1 });
    await tx.delete(schema.auditLog);
    await tx.delete(schema.users);
  });
  expect(await counts()).toMatchObject({
    sessions: 0,
    user_settings: 0,
    one_time_tokens: 0,
    notifications: 0,
    app_ratings: 0,
    servers: 1,
    system_settings: 1,
  });
});

test('a row that names a missing parent is refused on every new connection', async () => {
  for (let opened = 0; opened < 3; opened++) {
    const orphan = write((tx) => tx.insert(schema.userSettings).values({ ...userSetting, userId: 'nobody' }));
    await expect(orphan).rejects.toSatisfy(foreignKeyViolation);
    await closeDatabase();
  }
});

function tables(): SQLiteTable[] {
  return Object.values(schema);
}

async function counts(): Promise<Record<string, number>> {
  const result: Record<string, number> = {};
  for (const table of tables()) {
    const [row] = await database().select({ rows: sql<number>`count(*)` }).from(table);
    result[getTableName(table)] = row?.rows ?? -1;
  }
  return result;
}

const server = {
  id: 'server',
  name: 'web-1',
  host: '192.0.2.1',
  username: 'root',
  authType: 'password',
  createdBy: 'user',
} as const;

const userSetting = { userId: 'user', settingKey: 'ui.theme', settingValue: 'dark', category: 'ui' };

const checkpoint = {
  id: 'genesis',
  kind: 'genesis',
  fromSeq: 0,
  toSeq: 0,
  rowCount: 0,
  checksum: HASH,
  mac: HASH,
  keyId: 'k1',
} as const;

async function everyTableOnce(tx: Tx): Promise<void> {
  await insertPeople(tx);
  await insertCatalogue(tx);
  await insertServer(tx);
  await insertWork(tx);
}

async function insertPeople(tx: Tx): Promise<void> {
  await tx
    .insert(schema.users)
    .values({ id: 'user', username: 'ada', passwordHash: '!', passwordChangedAt: AT });
  await tx
    .insert(schema.sessions)
    .values({ tokenHash: 't', userId: 'user', lastSeenAt: AT, expiresAt: AT, authAt: AT });
  await tx.insert(schema.loginThrottles).values({ kind: 'account', keyHash: 'k' });
  await tx
    .insert(schema.oneTimeTokens)
    .values({ kind: 'reset', tokenHash: 't', userId: 'user', expiresAt: AT });
  await tx.insert(schema.userSettings).values(userSetting);
  await tx.insert(schema.systemSettings).values({
    settingKey: 'ui.theme',
    defaultValue: 'system',
    category: 'ui',
    scope: 'user_overridable',
    dataType: 'string',
    description: 'Theme',
    validationRules: {},
    updatedBy: 'user',
  });
  await tx.insert(schema.notifications).values({ userId: 'user', severity: 'info', event: 'job.completed' });
  await tx.insert(schema.auditCheckpoints).values(checkpoint);
  await tx.insert(schema.auditLog).values({
    seq: 1,
    timestamp: AT,
    entityType: 'server',
    entityId: 'server',
    action: 'create',
    outcome: 'ok',
    actorType: 'user',
    userId: 'user',
    actorName: 'Ada',
    serverId: 'server',
    prevChecksum: HASH,
    checksum: 'b'.repeat(64),
    mac: HASH,
    keyId: 'k1',
  });
  await tx
    .insert(schema.logEntries)
    .values({ timestamp: AT, level: 'INFO', source: 'http', message: 'started' });
}

async function insertCatalogue(tx: Tx): Promise<void> {
  const words = { slug: 'wiki', name: 'Wiki', description: 'Pages' };
  await tx
    .insert(schema.marketplaceRepos)
    .values({ id: 'repo', name: 'Apps', url: 'https://git.example/apps.git' });
  await tx.insert(schema.marketplaceApps).values({
    ...words,
    id: 'offer',
    repoId: 'repo',
    path: 'wiki',
    format: 'native',
    commitSha: 'c0',
    verdict: 'ready',
  });
  await tx.insert(schema.appRatings).values({ appId: 'offer', userId: 'user', rating: 5 });
  await tx.insert(schema.appCategories).values({ ...words, id: 'category', icon: 'box', color: 'chart-1' });
  await tx.insert(schema.applications).values({
    ...words,
    id: 'application',
    appVersion: '1.0',
    categoryId: 'category',
    source: 'marketplace',
    marketplaceAppId: 'offer',
    format: 'native',
    definition: {},
    contentHash: HASH,
  });
}

async function insertServer(tx: Tx): Promise<void> {
  await tx.insert(schema.servers).values(server);
  await tx
    .insert(schema.serverCredentials)
    .values({ serverId: 'server', kind: 'password', encryptedData: { password: 'v1.sealed' }, keyId: 'k1' });
  const period = {
    serverId: 'server',
    timestamp: AT,
    periodSeconds: 60,
    cpuPercent: 1,
    cpuPercentMin: 1,
    cpuPercentMax: 1,
  };
  await tx.insert(schema.serverMetrics).values({
    ...period,
    memoryPercent: 1,
    memoryPercentMin: 1,
    memoryPercentMax: 1,
    memoryUsedBytes: 1,
    memoryTotalBytes: 1,
    diskPercent: 1,
    diskUsedBytes: 1,
    diskTotalBytes: 1,
  });
  await tx.insert(schema.containerMetrics).values({
    ...period,
    containerName: 'wiki-app-1',
    containerId: '0123456789ab',
    memoryUsageBytes: 1,
    memoryUsageBytesMin: 1,
    memoryUsageBytesMax: 1,
    status: 'running',
  });
}

async function insertWork(tx: Tx): Promise<void> {
  await tx.insert(schema.installedApps).values({
    id: 'app',
    serverId: 'server',
    appId: 'application',
    instanceName: 'wiki',
    displayName: 'Wiki',
  });
  const line = {
    seq: 1,
    step: 'job',
    stream: 'stdout',
    level: 'INFO',
    message: 'hello',
    timestamp: AT,
  } as const;
  await tx.insert(schema.jobs).values({
    id: 'job',
    kind: 'app.install',
    dedupeKey: 'app.install:app',
    runAfter: AT,
    payload: {},
    serverId: 'server',
    installedAppId: 'app',
    targetLabel: 'web-1',
    requestedBy: 'user',
  });
  await tx.insert(schema.jobSteps).values({ jobId: 'job', position: 0, key: 'pull' });
  await tx.insert(schema.jobLogs).values({ jobId: 'job', ...line });
  await tx.insert(schema.serverPreparations).values({ id: 'preparation', serverId: 'server', jobId: 'job' });
  await tx
    .insert(schema.preparationLogs)
    .values({ serverId: 'server', preparationId: 'preparation', status: 'running', ...line });
  await tx.insert(schema.installedAppVersions).values({
    id: 'version',
    installedAppId: 'app',
    versionNo: 1,
    reason: 'install',
    definition: {},
    contentHash: HASH,
    config: {},
    compose: 'services: {}',
    composeHash: HASH,
    envHash: HASH,
    jobId: 'job',
  });
  await tx.update(schema.installedApps).set({ currentVersionId: 'version' });
  await tx.insert(schema.portClaims).values({
    serverId: 'server',
    installedAppId: 'app',
    service: 'app',
    containerPort: 80,
    protocol: 'tcp',
    address: '0.0.0.0',
    port: 8080,
  });
}
