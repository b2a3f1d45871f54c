import { integer, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import { boolean, createdAt, json, oneOf, updatedAt, version } from '@/db/columns';
import { users } from '@/db/users/tables';

export const systemSettings = sqliteTable(
  'system_settings',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    settingKey: text('setting_key').notNull().unique(),
    settingValue: json<unknown>('setting_value'),
    defaultValue: json<unknown>('default_value').notNull(),
    category: text('category').notNull(),
    scope: text('scope', { enum: ['system', 'user_overridable'] }).notNull(),
    dataType: text('data_type', { enum: ['string', 'number', 'boolean', 'object', 'array'] }).notNull(),
    isAdminOnly: boolean('is_admin_only').notNull().default(true),
    description: text('description').notNull(),
    validationRules: json<unknown>('validation_rules').notNull(),
    version: version(),
    updatedBy: text('updated_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [oneOf('system_settings_scope', t.scope), oneOf('system_settings_data_type', t.dataType)],
);

export const userSettings = sqliteTable(
  'user_settings',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    settingKey: text('setting_key').notNull(),
    settingValue: json<unknown>('setting_value').notNull(),
    category: text('category').notNull(),
    version: version(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [unique('user_settings_user_key').on(t.userId, t.settingKey)],
);

export type SystemSettingRow = typeof systemSettings.$inferSelect;
export type UserSettingRow = typeof userSettings.$inferSelect;
