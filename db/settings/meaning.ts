import type { Meaning } from '@/db/meaning';
import type { systemSettings, userSettings } from './tables';

export const systemSettingsMeaning: Meaning<typeof systemSettings> = {
  about:
    'One row per key of the registry in code, which is the authority; descriptive columns are refreshed at start and never decide anything. Rows of retired keys are removed at start.',
  columns: {
    id: 'number',
    settingKey: 'dotted key, for example `retention.logs_days`',
    settingValue: 'NULL = follow the default',
    defaultValue: 'default of the registry',
    category: 'first segment of the key',
    scope: 'whether people may override it for themselves',
    dataType: 'type of the value',
    isAdminOnly: '1 = hidden from everyone but admins',
    description: 'what it does, one sentence',
    validationRules: 'JSON Schema made from the rule in code',
    updatedBy: 'who changed it last',
  },
};

export const userSettingsMeaning: Meaning<typeof userSettings> = {
  about: 'What a person has set otherwise for themselves: the row is the override, reset removes it.',
  columns: {
    id: 'number',
    userId: 'whose setting',
    settingKey: 'a key with scope `user_overridable`',
    settingValue: 'the value',
    category: 'first segment of the key',
  },
};
