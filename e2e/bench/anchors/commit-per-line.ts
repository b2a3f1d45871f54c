import path from 'node:path';
import { createClient } from '@libsql/client';
import type { Bench } from '../goal';

/** Stores each line by itself, durably: what a program would do that takes no care. Returns what stores one. */
export async function commitPerLine(bench: Bench): Promise<(line: string) => void> {
  const client = createClient({ url: `file:${path.join(bench.scratch, 'lines.db')}` });
  bench.afterwards(() => client.close());
  await client.execute('PRAGMA journal_mode = WAL');
  await client.execute('PRAGMA synchronous = FULL');
  await client.execute('CREATE TABLE lines (id INTEGER PRIMARY KEY, text TEXT NOT NULL)');
  // A local statement is carried out, and its commit on the disk, before the call returns.
  return (line) => void client.execute({ sql: 'INSERT INTO lines (text) VALUES (?)', args: [line] });
}
