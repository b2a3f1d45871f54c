import { sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  sqliteTable,
  text,
  unique,
} from 'drizzle-orm/sqlite-core';
import { applications } from '@/db/applications/tables';
import { createdAt, id, json, oneOf, timestamp, updatedAt, version } from '@/db/columns';
import { jobs } from '@/db/jobs/tables';
import { servers } from '@/db/servers/tables';
import { users } from '@/db/users/tables';

export const installedApps = sqliteTable(
  'installed_apps',
  {
    id: id(),
    serverId: text('server_id')
      .notNull()
      .references(() => servers.id, { onDelete: 'cascade' }),
    appId: text('app_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'restrict' }),
    instanceName: text('instance_name').notNull(),
    displayName: text('display_name').notNull(),
    status: text('status', {
      enum: [
        'pending',
        'installing',
        'running',
        'degraded',
        'stopped',
        'updating',
        'removing',
        'failed',
        'unknown',
      ],
    })
      .notNull()
      .default('pending'),
    desiredState: text('desired_state', { enum: ['running', 'stopped'] })
      .notNull()
      .default('running'),
    updatePolicy: text('update_policy', { enum: ['off', 'notify', 'patch', 'all'] })
      .notNull()
      .default('notify'),
    statusCheckedAt: timestamp('status_checked_at'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    currentVersionId: text('current_version_id').references((): AnySQLiteColumn => installedAppVersions.id, {
      onDelete: 'restrict',
    }),
    services: json<unknown[]>('services').notNull().default([]),
    networks: json<unknown[]>('networks').notNull().default([]),
    namedVolumes: json<unknown[]>('named_volumes').notNull().default([]),
    bindMounts: json<unknown[]>('bind_mounts').notNull().default([]),
    version: version(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    installedAt: timestamp('installed_at'),
    startedAt: timestamp('started_at'),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('installed_apps_instance').on(t.serverId, t.instanceName),
    index('installed_apps_app').on(t.appId),
    index('installed_apps_status').on(t.status),
    index('installed_apps_current_version').on(t.currentVersionId),
    oneOf('installed_apps_status_value', t.status),
    oneOf('installed_apps_desired_state', t.desiredState),
    oneOf('installed_apps_update_policy', t.updatePolicy),
  ],
);

export const installedAppVersions = sqliteTable(
  'installed_app_versions',
  {
    id: id(),
    installedAppId: text('installed_app_id')
      .notNull()
      .references(() => installedApps.id, { onDelete: 'cascade' }),
    versionNo: integer('version_no').notNull(),
    reason: text('reason', { enum: ['install', 'update', 'configure', 'rollback'] }).notNull(),
    outcome: text('outcome', { enum: ['pending', 'completed', 'failed', 'cancelled', 'interrupted'] })
      .notNull()
      .default('pending'),
    appVersion: text('app_version'),
    sourceCommit: text('source_commit'),
    definition: json<unknown>('definition').notNull(),
    contentHash: text('content_hash').notNull(),
    config: json<unknown>('config').notNull(),
    secretsSealed: text('secrets_sealed'),
    keyId: text('key_id'),
    compose: text('compose').notNull(),
    composeHash: text('compose_hash').notNull(),
    envHash: text('env_hash').notNull(),
    imageDigests: json<Record<string, string>>('image_digests').notNull().default({}),
    consents: json<unknown[]>('consents').notNull().default([]),
    grantedBy: text('granted_by').references(() => users.id, { onDelete: 'set null' }),
    basedOnId: text('based_on_id').references((): AnySQLiteColumn => installedAppVersions.id, {
      onDelete: 'set null',
    }),
    jobId: text('job_id').references(() => jobs.id, { onDelete: 'set null' }),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    deployedAt: timestamp('deployed_at'),
  },
  (t) => [
    unique('installed_app_versions_no').on(t.installedAppId, t.versionNo),
    index('installed_app_versions_job').on(t.jobId),
    index('installed_app_versions_key').on(t.keyId),
    index('installed_app_versions_based_on').on(t.basedOnId),
    oneOf('installed_app_versions_reason', t.reason),
    oneOf('installed_app_versions_outcome', t.outcome),
  ],
);

export const portClaims = sqliteTable(
  'port_claims',
  {
    id: id(),
    serverId: text('server_id')
      .notNull()
      .references(() => servers.id, { onDelete: 'cascade' }),
    installedAppId: text('installed_app_id')
      .notNull()
      .references(() => installedApps.id, { onDelete: 'cascade' }),
    service: text('service').notNull(),
    containerPort: integer('container_port').notNull(),
    protocol: text('protocol', { enum: ['tcp', 'udp'] }).notNull(),
    address: text('address').notNull(),
    port: integer('port').notNull(),
  },
  (t) => [
    unique('port_claims_port').on(t.serverId, t.protocol, t.port, t.address),
    index('port_claims_app').on(t.installedAppId),
    oneOf('port_claims_protocol', t.protocol),
    check('port_claims_port_range', sql`${t.port} BETWEEN 1 AND 65535`),
  ],
);

export type InstalledAppRow = typeof installedApps.$inferSelect;
export type InstalledAppVersionRow = typeof installedAppVersions.$inferSelect;
export type PortClaimRow = typeof portClaims.$inferSelect;
