import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import { boolean, createdAt, id, oneOf, timestamp, updatedAt, version } from '@/db/columns';

export const users = sqliteTable(
  'users',
  {
    id: id(),
    username: text('username').notNull().unique(),
    displayName: text('display_name'),
    email: text('email').unique(),
    passwordHash: text('password_hash').notNull(),
    passwordChangedAt: timestamp('password_changed_at').notNull(),
    mustChangePassword: boolean('must_change_password').notNull().default(false),
    role: text('role', { enum: ['admin', 'operator', 'user'] })
      .notNull()
      .default('user'),
    isActive: boolean('is_active').notNull().default(true),
    lastLoginAt: timestamp('last_login_at'),
    deletedAt: timestamp('deleted_at'),
    version: version(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    check('users_username_lower', sql`${t.username} = lower(${t.username})`),
    oneOf('users_role', t.role),
  ],
);

export const sessions = sqliteTable(
  'sessions',
  {
    id: id(),
    tokenHash: text('token_hash').notNull().unique(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    authLevel: integer('auth_level').notNull().default(2),
    remembered: boolean('remembered').notNull().default(false),
    createdAt: createdAt(),
    lastSeenAt: timestamp('last_seen_at').notNull(),
    expiresAt: timestamp('expires_at').notNull(),
    authAt: timestamp('auth_at').notNull(),
    clientIp: text('client_ip'),
    userAgent: text('user_agent'),
    endedAt: timestamp('ended_at'),
    endedReason: text('ended_reason'),
    endedBy: text('ended_by').references(() => users.id, { onDelete: 'set null' }),
    originProofHash: text('origin_proof_hash'),
  },
  (t) => [index('sessions_user').on(t.userId, t.createdAt), index('sessions_expires').on(t.expiresAt)],
);

export const loginThrottles = sqliteTable(
  'login_throttles',
  {
    id: id(),
    kind: text('kind', { enum: ['account', 'device', 'address', 'setup', 'totp'] }).notNull(),
    keyHash: text('key_hash').notNull(),
    label: text('label'),
    failures: integer('failures').notNull().default(0),
    windowStartedAt: timestamp('window_started_at'),
    failuresSinceSuccess: integer('failures_since_success').notNull().default(0),
    blockedUntil: timestamp('blocked_until'),
    heldAt: timestamp('held_at'),
  },
  (t) => [unique('login_throttles_kind_key').on(t.kind, t.keyHash), oneOf('login_throttles_kind', t.kind)],
);

export const oneTimeTokens = sqliteTable(
  'one_time_tokens',
  {
    id: id(),
    kind: text('kind', { enum: ['setup', 'invite', 'reset'] }).notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    userId: text('user_id').references(() => users.id, { onDelete: 'cascade' }),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    expiresAt: timestamp('expires_at').notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique('one_time_tokens_kind_user').on(t.kind, t.userId), oneOf('one_time_tokens_kind', t.kind)],
);

export type UserRow = typeof users.$inferSelect;
export type SessionRow = typeof sessions.$inferSelect;
export type LoginThrottleRow = typeof loginThrottles.$inferSelect;
export type OneTimeTokenRow = typeof oneTimeTokens.$inferSelect;
