import { sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { boolean, createdAt, id, json, oneOf, timestamp, updatedAt, version } from '@/db/columns';
import { users } from '@/db/users/tables';

/** A host key that a server showed and nobody trusts yet; `public` is the base64 blob. */
export type OfferedHostKey = { type: string; public: string; fingerprint: string; seen_at: string };

/** Open breaches by measure (`cpu`, `memory`, `disk` …). */
export type ServerAlerts = Record<string, { level: string; since: string }>;

type Limits = { warning: number; critical: number };
/** Percentages of a server from which on a measure is high, and the minutes its mean must pass them; what is missing follows the instance. */
export type OwnThresholds = { cpu?: Limits; memory?: Limits; disk?: Limits; minutes?: number };

export const servers = sqliteTable(
  'servers',
  {
    id: id(),
    name: text('name').notNull().unique(),
    host: text('host').notNull(),
    port: integer('port').notNull().default(22),
    username: text('username').notNull(),
    authType: text('auth_type', { enum: ['password', 'key'] }).notNull(),
    sudoMode: text('sudo_mode', {
      enum: ['auto', 'root', 'passwordless', 'login_password', 'password', 'none'],
    })
      .notNull()
      .default('auto'),
    jumpServerId: text('jump_server_id').references((): AnySQLiteColumn => servers.id, {
      onDelete: 'restrict',
    }),
    allowLegacyAlgorithms: boolean('allow_legacy_algorithms').notNull().default(false),
    isEnabled: boolean('is_enabled').notNull().default(true),
    status: text('status', { enum: ['unknown', 'online', 'offline', 'host_key_changed'] })
      .notNull()
      .default('unknown'),
    statusReason: text('status_reason'),
    statusChangedAt: timestamp('status_changed_at'),
    lastConnectedAt: timestamp('last_connected_at'),
    consecutiveFailures: integer('consecutive_failures').notNull().default(0),
    alerts: json<ServerAlerts>('alerts').notNull().default({}),
    hostKeyType: text('host_key_type'),
    hostKeyPublic: text('host_key_public'),
    hostKeyFingerprint: text('host_key_fingerprint'),
    hostKeyTrust: text('host_key_trust', { enum: ['verified', 'first_use'] }),
    hostKeyConfirmedBy: text('host_key_confirmed_by').references(() => users.id, { onDelete: 'set null' }),
    hostKeyConfirmedAt: timestamp('host_key_confirmed_at'),
    hostKeyOffered: json<OfferedHostKey[]>('host_key_offered'),
    dockerStatus: text('docker_status', { enum: ['unknown', 'absent', 'unusable', 'ready'] })
      .notNull()
      .default('unknown'),
    dockerVersion: text('docker_version'),
    composeVersion: text('compose_version'),
    machineId: text('machine_id'),
    systemInfo: json<unknown>('system_info'),
    systemInfoUpdatedAt: timestamp('system_info_updated_at'),
    tags: json<string[]>('tags').notNull().default([]),
    notes: text('notes'),
    version: version(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    thresholds: json<OwnThresholds>('thresholds'),
  },
  (t) => [
    uniqueIndex('servers_address').on(t.host, t.port, t.username).where(sql`${t.jumpServerId} IS NULL`),
    unique('servers_address_behind').on(t.jumpServerId, t.host, t.port, t.username),
    index('servers_status').on(t.status),
    index('servers_machine').on(t.machineId),
    check('servers_port', sql`${t.port} BETWEEN 1 AND 65535`),
    oneOf('servers_auth_type', t.authType),
    oneOf('servers_sudo_mode', t.sudoMode),
    oneOf('servers_status_value', t.status),
    oneOf('servers_host_key_trust', t.hostKeyTrust),
    oneOf('servers_docker_status', t.dockerStatus),
    check(
      'servers_host_key_whole',
      sql`(${t.hostKeyType} IS NULL) + (${t.hostKeyPublic} IS NULL) + (${t.hostKeyFingerprint} IS NULL) + (${t.hostKeyTrust} IS NULL) IN (0, 4)`,
    ),
  ],
);

/** One envelope per field; which of them exist follows from `kind` and the sudo mode. */
export type SealedFields = Partial<
  Record<'password' | 'private_key' | 'passphrase' | 'sudo_password', string>
>;

export const serverCredentials = sqliteTable(
  'server_credentials',
  {
    serverId: text('server_id')
      .primaryKey()
      .references(() => servers.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['password', 'private_key', 'generated_key'] }).notNull(),
    encryptedData: json<SealedFields>('encrypted_data').notNull(),
    keyId: text('key_id').notNull(),
    recordVersion: integer('record_version').notNull().default(1),
    publicKey: text('public_key'),
    publicKeyFingerprint: text('public_key_fingerprint'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('server_credentials_key').on(t.keyId),
    oneOf('server_credentials_kind', t.kind),
    check(
      'server_credentials_login_secret',
      sql`CASE ${t.kind} WHEN 'password'
        THEN coalesce(json_extract(${t.encryptedData}, '$.password'), '') <> '' AND json_extract(${t.encryptedData}, '$.private_key') IS NULL
        ELSE coalesce(json_extract(${t.encryptedData}, '$.private_key'), '') <> '' AND json_extract(${t.encryptedData}, '$.password') IS NULL END`,
    ),
  ],
);

export type ServerRow = typeof servers.$inferSelect;
export type ServerCredentialRow = typeof serverCredentials.$inferSelect;
