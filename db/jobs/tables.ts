import { sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { createdAt, id, json, oneOf, timestamp } from '@/db/columns';
import { installedApps } from '@/db/installed-apps/tables';
import { servers } from '@/db/servers/tables';
import { users } from '@/db/users/tables';

/**
 * What the cap took out of the middle of a job's log: `mark` is the number of the line that says so (null: nothing cut
 * yet), `to` the newest line that may not be cut again (end of the head, then the last one cut), `bytes` what is gone.
 */
export type LogCut = { mark: number | null; to: number; bytes: number };

export const jobs = sqliteTable(
  'jobs',
  {
    id: id(),
    kind: text('kind').notNull(),
    status: text('status', {
      enum: ['pending', 'running', 'completed', 'failed', 'cancelled', 'interrupted'],
    })
      .notNull()
      .default('pending'),
    lane: text('lane'),
    dedupeKey: text('dedupe_key').notNull(),
    priority: integer('priority').notNull().default(0),
    runAfter: timestamp('run_after').notNull(),
    payload: json<unknown>('payload').notNull(),
    groupId: text('group_id'),
    serverId: text('server_id').references(() => servers.id, { onDelete: 'set null' }),
    installedAppId: text('installed_app_id').references((): AnySQLiteColumn => installedApps.id, {
      onDelete: 'set null',
    }),
    targetLabel: text('target_label').notNull(),
    attempt: integer('attempt').notNull().default(0),
    maxAttempts: integer('max_attempts').notNull().default(1),
    leaseOwner: text('lease_owner'),
    leaseExpiresAt: timestamp('lease_expires_at'),
    heartbeatAt: timestamp('heartbeat_at'),
    cancelRequestedAt: timestamp('cancel_requested_at'),
    cancelRequestedBy: text('cancel_requested_by').references(() => users.id, { onDelete: 'set null' }),
    progressPercent: integer('progress_percent'),
    currentStep: text('current_step'),
    lastLogSeq: integer('last_log_seq').notNull().default(0),
    logBytes: integer('log_bytes').notNull().default(0),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    result: json<unknown>('result'),
    auditIntentSeq: integer('audit_intent_seq'),
    requestedBy: text('requested_by').references(() => users.id, { onDelete: 'set null' }),
    retryOfId: text('retry_of_id').references((): AnySQLiteColumn => jobs.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    startedAt: timestamp('started_at'),
    finishedAt: timestamp('finished_at'),
    logCut: json<LogCut>('log_cut'),
  },
  (t) => [
    uniqueIndex('jobs_active').on(t.dedupeKey).where(sql`${t.status} IN ('pending', 'running')`),
    uniqueIndex('jobs_running_lane').on(t.lane).where(sql`${t.status} = 'running'`),
    index('jobs_claim').on(t.priority, t.runAfter, t.id).where(sql`${t.status} = 'pending'`),
    index('jobs_time').on(t.createdAt, t.id),
    index('jobs_status').on(t.status, t.createdAt, t.id),
    index('jobs_kind').on(t.kind, t.status, t.createdAt, t.id),
    index('jobs_requester').on(t.requestedBy, t.createdAt, t.id),
    index('jobs_server').on(t.serverId, t.createdAt),
    index('jobs_installed_app').on(t.installedAppId, t.createdAt),
    index('jobs_finished').on(t.finishedAt),
    index('jobs_retry').on(t.retryOfId),
    index('jobs_group').on(t.groupId).where(sql`${t.groupId} IS NOT NULL`),
    oneOf('jobs_status', t.status),
  ],
);

/** Names the detached run on the target that belongs to a step. */
export type RemoteRef = Record<string, string | number | boolean | null>;

export const jobSteps = sqliteTable(
  'job_steps',
  {
    id: id(),
    jobId: text('job_id')
      .notNull()
      .references(() => jobs.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    key: text('key').notNull(),
    status: text('status', {
      enum: ['pending', 'running', 'completed', 'failed', 'cancelled', 'interrupted', 'skipped'],
    })
      .notNull()
      .default('pending'),
    startedAt: timestamp('started_at'),
    finishedAt: timestamp('finished_at'),
    durationMs: integer('duration_ms'),
    progressPercent: integer('progress_percent'),
    remoteRef: json<RemoteRef>('remote_ref'),
    remoteOffset: integer('remote_offset').notNull().default(0),
    exitCode: integer('exit_code'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    result: json<unknown>('result'),
    firstSeq: integer('first_seq'),
  },
  (t) => [
    unique('job_steps_position').on(t.jobId, t.position),
    unique('job_steps_key').on(t.jobId, t.key),
    oneOf('job_steps_status', t.status),
  ],
);

export const jobLogs = sqliteTable(
  'job_logs',
  {
    jobId: text('job_id')
      .notNull()
      .references(() => jobs.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    step: text('step').notNull(),
    stream: text('stream', { enum: ['event', 'stdout', 'stderr'] }).notNull(),
    level: text('level', { enum: ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] }).notNull(),
    message: text('message').notNull(),
    timestamp: timestamp('timestamp').notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.seq] }), oneOf('job_logs_stream', t.stream)],
);

export type JobRow = typeof jobs.$inferSelect;
export type JobStepRow = typeof jobSteps.$inferSelect;
export type JobLogRow = typeof jobLogs.$inferSelect;
