import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@libsql/client/sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sleep } from '@/lib/runtime/clock';
import { Connection } from './connection';

let dir: string;
let url: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tomo-connection-'));
  url = `file:${path.join(dir, 'data', 'tomo.db')}`;
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const common = {
  journal_mode: 'wal',
  synchronous: 2,
  busy_timeout: 0,
  trusted_schema: 0,
  recursive_triggers: 1,
  journal_size_limit: 67_108_864,
};
const modes = [
  { mode: 'read', pragmas: { ...common, foreign_keys: 1, query_only: 1 } },
  { mode: 'write', pragmas: { ...common, foreign_keys: 1, query_only: 0 } },
  { mode: 'migrate', pragmas: { ...common, foreign_keys: 0, query_only: 0 } },
] as const;

test.each(modes)(
  'a connection to $mode keeps its promises, also after it was opened again',
  async ({ mode, pragmas }) => {
    const connection = new Connection(url, mode);
    for (let opened = 0; opened < 2; opened++) {
      for (const [name, value] of Object.entries(pragmas)) {
        const { rows } = await connection.execute(`PRAGMA ${name}`);
        expect([name, rows[0]?.[0]]).toEqual([name, value]);
      }
      await connection.close();
    }
  },
);

test('folder and files belong to the account alone', async () => {
  const connection = new Connection(url, 'write');
  await connection.execute('CREATE TABLE t (x)');
  const mode = async (file: string) => (await stat(path.join(dir, 'data', file))).mode & 0o777;
  expect(await mode('.')).toBe(0o700);
  for (const file of ['tomo.db', 'tomo.db-wal', 'tomo.db-shm'])
    expect([file, await mode(file)]).toEqual([file, 0o600]);
  await connection.close();
  await chmod(path.join(dir, 'data', 'tomo.db'), 0o644);
  await connection.execute('SELECT 1');
  expect(await mode('tomo.db')).toBe(0o600);
  await connection.close();
});

test('statements at the same time share one connection, also while it is being closed', async () => {
  const connection = new Connection(url, 'write');
  await connection.execute('CREATE TABLE t (x)');
  const inserts = Array.from({ length: 50 }, (_, x) => {
    if (x % 10 === 5) void connection.close();
    return connection.execute({ sql: 'INSERT INTO t VALUES (?)', args: [x] });
  });
  await Promise.all(inserts);
  const { rows } = await connection.execute('SELECT count(*) FROM t');
  expect(rows[0]?.[0]).toBe(50);
  await connection.close();
});

test('a read that meets an exclusive lock elsewhere waits and answers', async () => {
  const other = createClient({ url: `file:${dir}/tomo.db`, concurrency: 1 });
  await other.execute('PRAGMA journal_mode = WAL');
  await other.execute('CREATE TABLE t (x)');
  await other.execute('PRAGMA locking_mode = EXCLUSIVE');
  await other.execute('INSERT INTO t VALUES (1)');
  const reading = new Connection(`file:${dir}/tomo.db`, 'read');
  const answer = reading.execute('SELECT count(*) FROM t');
  await sleep(100);
  await other.execute('PRAGMA locking_mode = NORMAL');
  await other.execute('SELECT * FROM t');
  expect((await answer).rows[0]?.[0]).toBe(1);
  other.close();
  await reading.close();
});

test('a damaged, an unreachable and an unreadable file each say what to do', async () => {
  const failureOf = (address: string) =>
    new Connection(address, 'read').execute('SELECT 1').then(
      () => expect.unreachable(),
      ({ code, reason, hint }) => ({ code, reason, hint }),
    );
  await writeFile(path.join(dir, 'text.db'), 'This is a letter and no database. '.repeat(100));
  expect(await failureOf(`file:${dir}/text.db`)).toMatchObject({
    code: 'unavailable',
    reason: 'database_damaged',
  });
  expect(await failureOf(`file:${dir}/text.db/tomo.db`)).toMatchObject({ reason: 'database_missing' });
  expect(await failureOf(`file:${dir}`)).toMatchObject({ reason: 'database_missing', hint: /data folder/ });
});

test('a connection recovers by itself once the file is right again', async () => {
  const connection = new Connection(`file:${dir}/tomo.db`, 'write');
  await writeFile(path.join(dir, 'tomo.db'), 'This is a letter and no database. '.repeat(100));
  await expect(connection.execute('SELECT 1')).rejects.toMatchObject({ reason: 'database_damaged' });
  await rm(path.join(dir, 'tomo.db'));
  expect((await connection.execute('SELECT 1')).rows[0]?.[0]).toBe(1);
  await connection.close();
});
