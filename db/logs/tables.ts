import { sql } from 'drizzle-orm';
import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { id, json, oneOf, timestamp } from '@/db/columns';

export const logEntries = sqliteTable(
  'log_entries',
  {
    id: id(),
    timestamp: timestamp('timestamp').notNull(),
    level: text('level', { enum: ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] }).notNull(),
    source: text('source').notNull(),
    message: text('message').notNull(),
    requestId: text('request_id'),
    tags: json<string[]>('tags').notNull().default([]),
    extraData: json<unknown>('extra_data'),
  },
  (t) => [
    index('log_entries_time').on(t.timestamp, t.id),
    index('log_entries_level').on(t.level, t.timestamp, t.id),
    index('log_entries_source').on(t.source, t.timestamp, t.id),
    index('log_entries_request').on(t.requestId).where(sql`${t.requestId} IS NOT NULL`),
    oneOf('log_entries_level_value', t.level),
  ],
);

export type LogEntryRow = typeof logEntries.$inferSelect;
