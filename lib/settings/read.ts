import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import { describeSettings } from '@/db/settings/mutations';
import { listSystemSettings } from '@/db/settings/queries';
import { write } from '@/db/write';
import { nowIso } from '@/lib/runtime/clock';
import { singleton } from '@/lib/runtime/singleton';
import { type SettingKey, type SettingValue, settings } from './registry';

const stored = () => singleton('settings.stored', () => new Map<string, unknown>());

/** The effective value of a system setting: the stored one where it satisfies its rule, else the default. */
export function readSetting<Key extends SettingKey>(key: Key): SettingValue<Key> {
  const definition = settings[key];
  const value = stored().get(key);
  if (value === undefined || value === null) return definition.default as SettingValue<Key>;
  const parsed = definition.rule.safeParse(value);
  return (parsed.success ? parsed.data : definition.default) as SettingValue<Key>;
}

/** Reads the stored values anew; called at start and after each change. */
export async function loadSettings(): Promise<void> {
  const rows = await listSystemSettings(database());
  const values = stored();
  values.clear();
  for (const row of rows) values.set(row.key, row.value);
}

/** Makes the table agree with the registry, then loads the values. Called at start. */
export async function prepareSettings(): Promise<void> {
  const now = nowIso();
  const rows = Object.entries(settings).map(([settingKey, definition]) => ({
    settingKey,
    defaultValue: definition.default,
    category: settingKey.split('.')[0] ?? '',
    scope: definition.scope,
    dataType: typeof definition.default as 'string' | 'number' | 'boolean',
    isAdminOnly: definition.adminOnly,
    description: definition.description,
    validationRules: z.toJSONSchema(definition.rule) as Record<string, unknown>,
    createdAt: now,
    updatedAt: now,
  }));
  await write((tx) => describeSettings(tx, rows));
  await loadSettings();
}
