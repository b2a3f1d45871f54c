import path from 'node:path';
import { createClient, type InArgs, type Row } from '@libsql/client';
import type { Tomo } from '../support/app';

/** Rows of Tomo's own database, read beside it. */
export async function stored(tomo: Tomo, sql: string, args: InArgs = []): Promise<Row[]> {
  return use(tomo, async (client) => (await client.execute({ sql, args })).rows);
}

/** Changes the database past Tomo, as somebody with access to the file could. */
export async function change(tomo: Tomo, sql: string, args: InArgs = []): Promise<void> {
  await use(tomo, (client) => client.execute({ sql, args }));
}

/** Sets system settings and starts Tomo again, because no page for them is needed to obey them. */
export async function setSettings(tomo: Tomo, values: Record<string, unknown>): Promise<void> {
  for (const [key, value] of Object.entries(values)) {
    await change(tomo, 'UPDATE system_settings SET setting_value = ? WHERE setting_key = ?', [
      JSON.stringify(value),
      key,
    ]);
  }
  await tomo.restart();
}

async function use<T>(tomo: Tomo, work: (client: ReturnType<typeof createClient>) => Promise<T>): Promise<T> {
  const client = createClient({ url: `file:${path.join(tomo.dataDir, 'tomo.db')}` });
  try {
    await client.execute('PRAGMA busy_timeout = 10000');
    return await work(client);
  } finally {
    client.close();
  }
}
