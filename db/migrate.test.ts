import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Client, createClient } from '@libsql/client/sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetSingletons } from '@/e2e/support/database';
import { secondProcess } from '@/e2e/support/process';
import { migrateDatabase } from './migrate';

const migrations = readMigrationFiles({ migrationsFolder: 'db/migrations' });

let dir: string;
let file: Client;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tomo-migrate-'));
  process.env.TOMO_DATA_DIR = dir;
  forgetSingletons();
  file = createClient({ url: `file:${dir}/tomo.db`, concurrency: 1 });
});
afterEach(async () => {
  file.close();
  await rm(dir, { recursive: true, force: true });
});

test('an empty file gets every table and trigger, and needs no copy', async () => {
  expect(await migrateDatabase()).toEqual({ applied: migrations.length, copy: undefined });
  expect(await names('table')).toHaveLength(27);
  expect(await names('trigger')).toEqual([
    'audit_checkpoints_no_delete',
    'audit_checkpoints_no_update',
    'audit_log_next_seq',
    'audit_log_no_delete',
    'audit_log_no_update',
  ]);
  expect(await migrateDatabase()).toEqual({ applied: 0, copy: undefined });
});

test('a file of an earlier version keeps its rows, and a private copy of it is made first', async () => {
  await earlierFile();
  const { applied, copy } = await migrateDatabase();
  expect(applied).toBe(migrations.length - 1);
  expect((await file.execute('SELECT username FROM users')).rows).toMatchObject([{ username: 'ada' }]);
  const saved = createClient({ url: `file:${copy}`, concurrency: 1 });
  expect((await saved.execute('SELECT username FROM users')).rows).toMatchObject([{ username: 'ada' }]);
  expect((await saved.execute("SELECT * FROM sqlite_master WHERE type = 'trigger'")).rows).toEqual([]);
  saved.close();
  expect((await stat(copy ?? '')).mode & 0o777).toBe(0o600);
});

test('only the three newest copies are kept', async () => {
  for (let update = 0; update < 5; update++) {
    await earlierFile();
    await migrateDatabase();
    await file.execute('DELETE FROM __drizzle_migrations');
    for (const trigger of await names('trigger')) await file.execute(`DROP TRIGGER ${trigger}`);
    for (const table of await names('table')) await file.execute(`DROP TABLE ${table}`);
    await file.execute('DROP TABLE __drizzle_migrations');
  }
  expect(await readdir(path.join(dir, 'before-update'))).toHaveLength(3);
});

test('a file that a newer version has used is refused and left alone', async () => {
  await migrateDatabase();
  await file.execute(
    "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('of the future', 9999999999999)",
  );
  await expect(migrateDatabase()).rejects.toMatchObject({ code: 'unavailable', reason: 'database_newer' });
});

test("another program's file is refused", async () => {
  await file.execute('CREATE TABLE moz_bookmarks (id INTEGER PRIMARY KEY)');
  await expect(migrateDatabase()).rejects.toMatchObject({ reason: 'database_foreign' });
  expect(await names('table')).toEqual(['moz_bookmarks']);
});

test('rows without their parent stop the migration, and the file stays as it was', async () => {
  await earlierFile();
  await file.execute('PRAGMA foreign_keys = OFF');
  await file.execute(
    "INSERT INTO user_settings (user_id, setting_key, setting_value, category, created_at, updated_at) VALUES ('ghost', 'k', '1', 'c', 't', 't')",
  );
  await expect(migrateDatabase()).rejects.toMatchObject({
    reason: 'database_damaged',
    message: /user_settings/,
  });
  expect(await names('trigger')).toEqual([]);
  expect((await file.execute('SELECT count(*) FROM __drizzle_migrations')).rows[0]?.[0]).toBe(1);
});

test('a file whose ledger lost a guard is refused', async () => {
  await migrateDatabase();
  await file.execute('DROP TRIGGER audit_log_no_delete');
  await expect(migrateDatabase()).rejects.toMatchObject({
    reason: 'database_damaged',
    message: 'The audit log has lost its guards: audit_log_no_delete.',
  });
});

test('it works in a process of its own, as the command line runs it', async () => {
  const other = secondProcess(`
    import { migrateDatabase } from '@/db/migrate';
    console.log(JSON.stringify(await migrateDatabase()));
  `);
  expect(JSON.parse(await other.output)).toEqual({ applied: migrations.length });
  expect(await names('table')).toHaveLength(27);
});

async function names(type: 'table' | 'trigger'): Promise<string[]> {
  const { rows } = await file.execute({
    sql: `SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name`,
    args: [type],
  });
  return rows.map((row) => String(row.name));
}

/** What the first migration alone leaves behind, with one person in it. */
async function earlierFile(): Promise<void> {
  const [first] = migrations;
  for (const statement of first?.sql ?? []) await file.execute(statement);
  await file.execute(
    'CREATE TABLE __drizzle_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL, created_at NUMERIC)',
  );
  await file.execute({
    sql: 'INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)',
    args: [first?.hash ?? '', first?.folderMillis ?? 0],
  });
  await file.execute(
    "INSERT INTO users (id, username, password_hash, password_changed_at, created_at, updated_at) VALUES ('u1', 'ada', '!', 't', 't', 't')",
  );
}
