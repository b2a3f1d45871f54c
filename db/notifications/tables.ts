import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { createdAt, id, json, oneOf, timestamp, updatedAt } from '@/db/columns';
import { users } from '@/db/users/tables';

export const notifications = sqliteTable(
  'notifications',
  {
    id: id(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    severity: text('severity', { enum: ['info', 'success', 'warning', 'error'] }).notNull(),
    event: text('event').notNull(),
    params: json<Record<string, string | number | boolean | null>>('params').notNull().default({}),
    link: text('link'),
    dedupeKey: text('dedupe_key'),
    repeatCount: integer('repeat_count').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    readAt: timestamp('read_at'),
    dismissedAt: timestamp('dismissed_at'),
  },
  (t) => [
    uniqueIndex('notifications_open')
      .on(t.userId, t.dedupeKey)
      .where(sql`${t.readAt} IS NULL AND ${t.dismissedAt} IS NULL`),
    index('notifications_shown').on(t.userId, t.createdAt, t.id).where(sql`${t.dismissedAt} IS NULL`),
    oneOf('notifications_severity', t.severity),
  ],
);

export type NotificationRow = typeof notifications.$inferSelect;
