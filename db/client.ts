import 'server-only';
import { Connection } from '@/db/connection';
import { type Orm, ormOver } from '@/db/orm';
import { writerQueue } from '@/db/writer-queue';
import { env } from '@/lib/runtime/env';
import { singleton } from '@/lib/runtime/singleton';

/** What a query needs: the process's read client, or a transaction that should see its own changes. */
export type Reader = Pick<
  Orm,
  'select' | 'selectDistinct' | 'with' | '$with' | '$count' | 'all' | 'get' | 'values'
>;

/**
 * The read client of this process, opened from `env().databaseUrl` on first use. It sees committed rows only and cannot
 * change any (`query_only`); changes go through `write`. Its statements throw TomoError `unavailable` when the file or
 * its disk is the problem.
 */
export function database(): Reader {
  return connections().reader;
}

/** The connection that only `write` uses. */
export function writerConnection(): Connection {
  return connections().writing;
}

/**
 * Waits for the writes that are under way, brings the write-ahead log into the file and closes both connections. The next
 * use opens again.
 */
export async function closeDatabase(): Promise<void> {
  await writerQueue().idle();
  // libSQL closes a connection when its statements are collected, so SQLite's own checkpoint at the end may never come.
  if (connections().writing.isOpen) await connections().writing.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  await connections().reading.close();
  await connections().writing.close();
}

function connections() {
  return singleton('database', () => {
    const reading = new Connection(env().databaseUrl, 'read');
    return { reading, reader: ormOver(reading), writing: new Connection(env().databaseUrl, 'write') };
  });
}
