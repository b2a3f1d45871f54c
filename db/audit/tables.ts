import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { createdAt, id, isSha256, json, oneOf, timestamp } from '@/db/columns';
import { users } from '@/db/users/tables';

// Five triggers of the migrations guard these two tables. A rebuild would drop them silently: never rebuild.
export const auditLog = sqliteTable(
  'audit_log',
  {
    id: id(),
    seq: integer('seq').notNull().unique(),
    timestamp: timestamp('timestamp').notNull(),
    entityType: text('entity_type').notNull(),
    entityId: text('entity_id').notNull(),
    entityName: text('entity_name'),
    action: text('action').notNull(),
    outcome: text('outcome', { enum: ['intent', 'ok', 'denied', 'failed', 'unknown'] }).notNull(),
    intentSeq: integer('intent_seq'),
    actorType: text('actor_type', { enum: ['user', 'token', 'system', 'cli', 'anonymous'] }).notNull(),
    userId: text('user_id').references(() => users.id, { onDelete: 'restrict' }),
    actorName: text('actor_name').notNull(),
    serverId: text('server_id'),
    jobId: text('job_id'),
    sessionId: text('session_id'),
    requestId: text('request_id'),
    clientIp: text('client_ip'),
    userAgent: text('user_agent'),
    oldValue: json<unknown>('old_value'),
    newValue: json<unknown>('new_value'),
    changedFields: json<string[]>('changed_fields').notNull().default([]),
    changeReason: text('change_reason'),
    prevChecksum: text('prev_checksum').notNull().unique(),
    checksum: text('checksum').notNull().unique(),
    mac: text('mac').notNull(),
    keyId: text('key_id').notNull(),
  },
  (t) => [
    uniqueIndex('audit_log_intent').on(t.intentSeq).where(sql`${t.intentSeq} IS NOT NULL`),
    index('audit_log_time').on(t.timestamp, t.seq),
    index('audit_log_entity').on(t.entityType, t.entityId, t.seq),
    index('audit_log_action').on(t.entityType, t.action, t.seq),
    index('audit_log_user').on(t.userId, t.seq),
    index('audit_log_server').on(t.serverId, t.seq),
    oneOf('audit_log_outcome', t.outcome),
    oneOf('audit_log_actor_type', t.actorType),
    isSha256('audit_log_checksum', t.checksum),
    isSha256('audit_log_prev_checksum', t.prevChecksum),
    isSha256('audit_log_mac', t.mac),
  ],
);

export const auditCheckpoints = sqliteTable(
  'audit_checkpoints',
  {
    id: id(),
    kind: text('kind', { enum: ['genesis', 'anchor', 'purge', 'restore'] }).notNull(),
    fromSeq: integer('from_seq').notNull(),
    toSeq: integer('to_seq').notNull(),
    rowCount: integer('row_count').notNull(),
    checksum: text('checksum').notNull(),
    digest: text('digest'),
    detail: json<unknown>('detail'),
    mac: text('mac').notNull(),
    keyId: text('key_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [index('audit_checkpoints_kind').on(t.kind, t.toSeq), oneOf('audit_checkpoints_kind_value', t.kind)],
);

export type AuditRow = typeof auditLog.$inferSelect;
export type AuditCheckpointRow = typeof auditCheckpoints.$inferSelect;
