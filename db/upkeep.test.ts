import { openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { eventually } from '@/e2e/support/eventually';
import { closeDatabase, database, writerConnection } from './client';
import { lookThrough } from './look-through';
import { startUpkeep } from './upkeep';
import { assertFileIsWhole, noteCleanStop } from './whole';
import { write } from './write';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let upkeep: Awaited<ReturnType<typeof startUpkeep>> | undefined;
let troubles: string[];

beforeEach(async () => {
  fresh = await freshDatabase();
  troubles = [];
});
afterEach(async () => {
  await upkeep?.stop();
  upkeep = undefined;
  await fresh.close();
});

const start = async (options: Partial<Parameters<typeof startUpkeep>[0]> = {}) => {
  upkeep = await startUpkeep({
    lookEveryMs: 20,
    onTrouble: (message, error) => troubles.push(`${message}: ${error.message}`),
    ...options,
  });
};
const fileBytes = () => statSync(`${fresh.dir}/tomo.db`).size;
const pages = async () => (await writerConnection().execute('PRAGMA wal_autocheckpoint')).rows[0]?.[0];
const MIB = 1024 * 1024;

/** Rows of about eight MiB: twice as much log as after which SQLite moves it by itself. */
async function writeMuch(): Promise<void> {
  for (let row = 0; row < 40; row++) {
    await write((tx) =>
      tx.run(sql`INSERT INTO log_entries (id, timestamp, level, source, message)
        VALUES (${`x${row}${Math.random()}`}, '2026-03-01T12:00:00.000Z', 'INFO', 'system', ${'x'.repeat(200_000)})`),
    );
  }
}

describe('the write-ahead log', () => {
  it('is not moved by commits while the thread is there to do it, also after the connection was opened anew', async () => {
    await start({ lookEveryMs: 3_600_000 });
    await writeMuch();
    expect(fileBytes()).toBeLessThan(MIB);
    await writerConnection().close();
    expect(await pages()).toBe(0);
  });

  it('is moved into the file by the thread when it is long', async () => {
    await start({ checkpointBytes: MIB });
    await writeMuch();
    await eventually('the file has it', () => fileBytes() > 7 * MIB);
    expect(troubles).toEqual([]);
  });

  it('is moved by commits again, and that is said, when there is no thread', async () => {
    await start({ thread: 'db/there-is-no-such-thread.mjs' });
    await eventually('it is said', () => troubles.length > 0);
    expect(troubles[0]).toMatch(/on the main thread again.*there-is-no-such-thread/);
    expect(await pages()).toBe(1_000);
    await writeMuch();
    expect(fileBytes()).toBeGreaterThan(4 * MIB);
  });
});

describe('a damaged file', () => {
  /** Overwrites the pages of `table` from the second on; the first of the file would be noticed by anybody. */
  async function damage(table: string): Promise<void> {
    const root = Number(
      (
        await database().all<{ rootpage: number }>(
          sql`SELECT rootpage FROM sqlite_master WHERE name = ${table}`,
        )
      )[0]?.rootpage,
    );
    await closeDatabase();
    const size = readFileSync(`${fresh.dir}/tomo.db`).readUInt16BE(16);
    const file = openSync(`${fresh.dir}/tomo.db`, 'r+');
    writeSync(file, Buffer.alloc(size / 2, 0x5a), 0, size / 2, (root - 1) * size);
  }

  it('is noticed while Tomo runs', async () => {
    await writeMuch();
    expect(await lookThrough('quick_check')).toEqual([]);
    await damage('log_entries');
    expect((await lookThrough('quick_check')).length).toBeGreaterThan(0);
  });

  it('that only disagrees with its own index is noticed by the thorough check', async () => {
    await write((tx) =>
      tx.run(sql`INSERT INTO log_entries (id, timestamp, level, source, message)
        VALUES ('x', '2026-03-01T12:00:00.000Z', 'INFO', 'system', 'once')`),
    );
    await closeDatabase();
    const file = readFileSync(`${fresh.dir}/tomo.db`);
    // In the index on the source the text stands beside the time; in the table the level stands between them.
    const place = file.indexOf('system2026-03-01');
    expect(place).toBeGreaterThan(0);
    const handle = openSync(`${fresh.dir}/tomo.db`, 'r+');
    writeSync(handle, Buffer.from('sustem'), 0, 6, place);
    expect(await lookThrough('quick_check')).toEqual([]);
    expect((await lookThrough('integrity_check')).join()).toMatch(/index/);
  });

  it('is not looked for any longer when Tomo stops', async () => {
    await expect(lookThrough('quick_check', AbortSignal.abort(new Error('stopping')))).rejects.toThrow(
      'stopping',
    );
  });

  it('stops the start after a power cut whatever is damaged, and after a clean stop when it is the truth', async () => {
    await writeMuch();
    await damage('log_entries');
    noteCleanStop();
    expect(await assertFileIsWhole()).toBe('tables of truth');
    await expect(assertFileIsWhole()).rejects.toMatchObject({ reason: 'database_damaged' });
    await damage('users');
    noteCleanStop();
    await expect(assertFileIsWhole()).rejects.toMatchObject({ reason: 'database_damaged' });
  });
});
