import 'server-only';
import type { Client, InStatement, ResultSet } from '@libsql/client/sqlite3';
import { LibSQLDatabase } from 'drizzle-orm/libsql/driver-core';
import { LibSQLSession } from 'drizzle-orm/libsql/session';
import { type BaseSQLiteDatabase, SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';

import { noteStatement } from '@/lib/runtime/work';

type None = Record<string, never>;

/** Drizzle's query builders over something that executes statements. */
export type Orm = BaseSQLiteDatabase<'async', ResultSet, None>;

type Executor = { execute(statement: InStatement): Promise<ResultSet> };

const dialect = new SQLiteAsyncDialect();

/** Drizzle over `executor`, which is a connection or an open transaction. */
export function ormOver(executor: Executor): Orm {
  const session = new LibSQLSession<None, None>(executor as Client, dialect, undefined, {}, undefined);
  const prepare = session.prepareQuery.bind(session);
  // Drizzle would wrap every error in one whose message holds all values of the statement, secrets included, and which
  // hides what was thrown. Errors pass as they are instead.
  session.prepareQuery = ((...query: Parameters<typeof prepare>) =>
    Object.assign(prepare(...query), { queryWithCache: counted })) as typeof prepare;
  return new LibSQLDatabase('async', dialect, session, undefined);
}

async function counted<T>(text: string, _values: unknown[], run: () => Promise<T>): Promise<T> {
  const began = performance.now();
  try {
    return await run();
  } finally {
    noteStatement({ text, began, ended: performance.now() });
  }
}
