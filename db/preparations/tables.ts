import { sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  index,
  integer,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { createdAt, id, json, oneOf, timestamp } from '@/db/columns';
import { jobs } from '@/db/jobs/tables';
import { servers } from '@/db/servers/tables';
import { users } from '@/db/users/tables';

export const serverPreparations = sqliteTable(
  'server_preparations',
  {
    id: id(),
    serverId: text('server_id')
      .notNull()
      .references(() => servers.id, { onDelete: 'cascade' }),
    jobId: text('job_id')
      .unique()
      .references(() => jobs.id, { onDelete: 'set null' }),
    kind: text('kind', { enum: ['install', 'update', 'remove', 'check'] })
      .notNull()
      .default('install'),
    status: text('status', {
      enum: ['pending', 'running', 'completed', 'failed', 'cancelled', 'interrupted'],
    })
      .notNull()
      .default('pending'),
    currentStep: text('current_step'),
    totalSteps: integer('total_steps').notNull().default(0),
    options: json<unknown>('options').notNull().default({}),
    detectedOs: text('detected_os'),
    osFamily: text('os_family'),
    retryOfId: text('retry_of_id').references((): AnySQLiteColumn => serverPreparations.id, {
      onDelete: 'set null',
    }),
    requestedBy: text('requested_by').references(() => users.id, { onDelete: 'set null' }),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    result: json<unknown>('result'),
    createdAt: createdAt(),
    startedAt: timestamp('started_at'),
    completedAt: timestamp('completed_at'),
  },
  (t) => [
    uniqueIndex('server_preparations_active')
      .on(t.serverId)
      .where(sql`${t.status} IN ('pending', 'running')`),
    index('server_preparations_server').on(t.serverId, t.createdAt),
    index('server_preparations_retry').on(t.retryOfId).where(sql`${t.retryOfId} IS NOT NULL`),
    oneOf('server_preparations_kind', t.kind),
    oneOf('server_preparations_status', t.status),
  ],
);

export const preparationLogs = sqliteTable(
  'preparation_logs',
  {
    id: id(),
    serverId: text('server_id')
      .notNull()
      .references(() => servers.id, { onDelete: 'cascade' }),
    preparationId: text('preparation_id')
      .notNull()
      .references(() => serverPreparations.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    step: text('step').notNull(),
    status: text('status').notNull(),
    stream: text('stream', { enum: ['event', 'stdout', 'stderr'] }).notNull(),
    level: text('level', { enum: ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] }).notNull(),
    message: text('message').notNull(),
    output: json<unknown>('output'),
    error: json<{ code: string; message: string; hint?: string }>('error'),
    timestamp: timestamp('timestamp').notNull(),
  },
  (t) => [
    unique('preparation_logs_seq').on(t.preparationId, t.seq),
    index('preparation_logs_server').on(t.serverId),
    oneOf('preparation_logs_stream', t.stream),
    oneOf('preparation_logs_level', t.level),
  ],
);

export type ServerPreparationRow = typeof serverPreparations.$inferSelect;
export type PreparationLogRow = typeof preparationLogs.$inferSelect;
