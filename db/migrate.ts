import 'server-only';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import { Connection } from '@/db/connection';
import { copyBeforeMigration } from '@/db/copy';
import { damagedError, foreignFileError, missingTriggersError, newerFileError } from '@/db/migrate-errors';
import { env } from '@/lib/runtime/env';

/** Triggers that guard the ledger; a table rebuild would drop them without a word. */
const TRIGGERS = [
  'audit_checkpoints_no_delete',
  'audit_checkpoints_no_update',
  'audit_log_next_seq',
  'audit_log_no_delete',
  'audit_log_no_update',
];

export type MigrationReport = {
  /** How many migrations ran; 0 when the file was up to date. */
  applied: number;
  /** The copy made beforehand, when the file held data. */
  copy: string | undefined;
};

/**
 * Brings the database file to the schema of this code, before anything else uses it: all pending migrations, the foreign
 * key check and the integrity check in one transaction, after a copy of a file that holds data. Either everything
 * happens or the file stays as it was. Throws TomoError `unavailable` with reason `database_newer`, `database_foreign`
 * or `database_damaged` when the file must not be used.
 */
export async function migrateDatabase(): Promise<MigrationReport> {
  const connection = new Connection(env().databaseUrl, 'migrate');
  try {
    const pending = await pendingMigrations(connection);
    const copy = pending.length > 0 ? await copyBeforeMigration(connection) : undefined;
    if (pending.length > 0) await apply(connection, pending);
    await assertTriggers(connection);
    return { applied: pending.length, copy };
  } finally {
    await connection.close();
  }
}

async function pendingMigrations(connection: Connection): Promise<MigrationMeta[]> {
  const known = readMigrationFiles({ migrationsFolder: migrationsFolder() });
  const applied = await appliedHashes(connection);
  if (applied.some((hash) => !known.some((migration) => migration.hash === hash))) throw newerFileError();
  return known.filter((migration) => !applied.includes(migration.hash));
}

// The built app, the tests and the command line all run in the folder that holds package.json; a bundle has no other
// way to know where its SQL files are.
function migrationsFolder(): string {
  const folder = path.join(process.cwd(), 'db', 'migrations');
  if (existsSync(folder)) return folder;
  throw new Error(
    `There is no db/migrations in ${process.cwd()}: start Tomo in the folder it was installed in.`,
  );
}

async function appliedHashes(connection: Connection): Promise<string[]> {
  const tables = await connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'");
  if (tables.rows.length === 0) return [];
  if (!tables.rows.some((row) => row.name === '__drizzle_migrations')) throw foreignFileError();
  const { rows } = await connection.execute('SELECT hash FROM __drizzle_migrations ORDER BY id');
  return rows.map((row) => String(row.hash));
}

async function apply(connection: Connection, migrations: MigrationMeta[]): Promise<void> {
  const transaction = await connection.begin();
  try {
    await transaction.execute(
      'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL, created_at NUMERIC)',
    );
    for (const { sql, hash, folderMillis } of migrations) {
      for (const statement of sql) await transaction.execute(statement);
      await transaction.execute({
        sql: 'INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)',
        args: [hash, folderMillis],
      });
    }
    await assertWhole(transaction);
    await transaction.commit();
  } catch (error) {
    transaction.close();
    throw error;
  }
}

async function assertWhole(transaction: Pick<Connection, 'execute'>): Promise<void> {
  const orphans = (await transaction.execute('PRAGMA foreign_key_check')).rows;
  const tables = new Set(orphans.map((row) => String(row.table)));
  if (tables.size > 0) throw damagedError(`rows without their parent in ${[...tables].join(', ')}`);
  const findings = (await transaction.execute('PRAGMA integrity_check')).rows.map((row) => String(row[0]));
  if (findings[0] !== 'ok') throw damagedError(findings.slice(0, 3).join('; '));
}

async function assertTriggers(connection: Connection): Promise<void> {
  const { rows } = await connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'");
  const present = rows.map((row) => String(row.name));
  const missing = TRIGGERS.filter((name) => !present.includes(name));
  if (missing.length > 0) throw missingTriggersError(missing);
}
