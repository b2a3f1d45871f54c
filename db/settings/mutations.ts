import { notInArray, sql } from 'drizzle-orm';
import type { Tx } from '../write';
import { systemSettings } from './tables';

type Described = Omit<typeof systemSettings.$inferInsert, 'id' | 'settingValue' | 'version' | 'updatedBy'>;

/** Makes the rows agree with the registry: one row per key, descriptions refreshed, rows of retired keys gone. Chosen values stay. */
export async function describeSettings(tx: Tx, rows: Described[]): Promise<void> {
  for (const row of rows) {
    const { createdAt: _createdAt, ...described } = row;
    await tx
      .insert(systemSettings)
      .values(row)
      .onConflictDoUpdate({
        target: systemSettings.settingKey,
        set: described,
        setWhere: sql`${systemSettings.defaultValue} IS NOT excluded.default_value OR ${systemSettings.description} IS NOT excluded.description OR ${systemSettings.validationRules} IS NOT excluded.validation_rules`,
      });
  }
  await tx.delete(systemSettings).where(
    notInArray(
      systemSettings.settingKey,
      rows.map((row) => row.settingKey),
    ),
  );
}
