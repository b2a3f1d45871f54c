import { readdir, readFile } from 'node:fs/promises';
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api';
import { getTableColumns, getTableName, sql } from 'drizzle-orm';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { database } from './client';
import * as schema from './schema';

test('the migrations bring about exactly the tables of the code', async () => {
  const snapshots = (await readdir('db/migrations/meta'))
    .filter((name) => name.endsWith('_snapshot.json'))
    .sort();
  const last = JSON.parse(await readFile(`db/migrations/meta/${snapshots.at(-1)}`, 'utf8'));
  const code = await generateSQLiteDrizzleJson(schema, last.id);
  expect(await generateSQLiteMigration(last, code)).toEqual([]);
});

test('the migrated file has the columns, indexes and references of the code', async () => {
  const fresh = await freshDatabase();
  try {
    for (const table of Object.values(schema)) {
      const name = getTableName(table);
      const { indexes, uniqueConstraints, foreignKeys } = getTableConfig(table);
      const inFile = async (what: string) =>
        (await database().all<{ name: string }>(sql`SELECT * FROM pragma_${sql.raw(what)}(${name})`)).map(
          (row) => row,
        );
      const columns = (await inFile('table_info')).map((column) => column.name);
      expect([name, columns]).toEqual([
        name,
        Object.values(getTableColumns(table)).map((column) => column.name),
      ]);
      const made = (await inFile('index_list'))
        .map((index) => index.name)
        .filter((one) => !one.startsWith('sqlite_'));
      const unique = Object.values(getTableColumns(table)).filter((column) => column.isUnique);
      expect([name, made.length]).toEqual([name, indexes.length + uniqueConstraints.length + unique.length]);
      expect([name, (await inFile('foreign_key_list')).length]).toEqual([name, foreignKeys.length]);
    }
  } finally {
    await fresh.close();
  }
});
