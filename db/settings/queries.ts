import type { Reader } from '../client';
import { systemSettings } from './tables';

/** Every system setting that somebody chose or that follows its default. */
export async function listSystemSettings(db: Reader) {
  return db
    .select({ key: systemSettings.settingKey, value: systemSettings.settingValue })
    .from(systemSettings);
}
