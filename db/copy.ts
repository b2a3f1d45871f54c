import 'server-only';
import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Connection } from '@/db/connection';
import { pathOf } from '@/db/files';
import { nowIso } from '@/lib/runtime/clock';

const KEPT = 3;

/**
 * Copies the database into the folder `before-update` beside it when it holds tables, and removes all but the three newest
 * copies. Returns the path of the copy, or undefined for an empty file.
 */
export async function copyBeforeMigration(connection: Connection): Promise<string | undefined> {
  const { rows } = await connection.execute('SELECT 1 FROM sqlite_master LIMIT 1');
  if (rows.length === 0) return undefined;
  const folder = path.join(path.dirname(pathOf(connection.url)), 'before-update');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const copy = path.join(folder, `tomo-${nowIso().replaceAll(/[:.]/g, '-')}.db`);
  await connection.execute({ sql: 'VACUUM INTO ?', args: [copy] });
  chmodSync(copy, 0o600);
  for (const old of readdirSync(folder).sort().slice(0, -KEPT)) rmSync(path.join(folder, old));
  return copy;
}
