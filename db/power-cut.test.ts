import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { writerConnection } from './client';
import { Connection } from './connection';
import { insertLogEntries } from './logs/mutations';
import { write } from './write';

const COMMITS = 40;

/** What the disk held when the power went. */
type Disk = { file: Buffer; log: Buffer };

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let opened = 0;
beforeEach(async () => {
  fresh = await freshDatabase();
  await writerConnection().execute('PRAGMA wal_checkpoint(TRUNCATE)');
  await writerConnection().checkpointAt(0);
});
afterEach(() => fresh.close());

const place = () => path.join(fresh.dir, 'tomo.db');
const onDisk = (): Disk => ({ file: readFileSync(place()), log: readFileSync(`${place()}-wal`) });

/** Commits number `from` to `to`, some of them over many pages; returns how long the log was after each. */
async function commit(from: number, to: number): Promise<number[]> {
  const ends: number[] = [];
  for (let number = from; number <= to; number++) {
    const message = 'x'.repeat(number % 5 === 0 ? 30_000 : 10 + number);
    const row = { id: String(number).padStart(4, '0'), timestamp: '2026-03-01T12:00:00.000Z', message };
    await write((tx) => insertLogEntries(tx, [{ ...row, level: 'INFO', source: 'system', tags: [] }]));
    ends.push(statSync(`${place()}-wal`).size);
  }
  return ends;
}

/** Opens a copy of that disk as the next start does. Returns what SQLite says of the file and the commits that it holds. */
async function afterStart({ file, log }: Disk): Promise<{ check: unknown; commits: number[] }> {
  const copy = path.join(fresh.dir, `copy-${opened++}.db`);
  writeFileSync(copy, file);
  writeFileSync(`${copy}-wal`, log);
  const connection = new Connection(`file:${copy}`, 'write');
  try {
    const [found] = (await connection.execute('PRAGMA integrity_check')).rows;
    const { rows } = await connection.execute('SELECT id FROM log_entries ORDER BY id');
    return { check: found?.[0], commits: rows.map(({ id }) => Number(id)) };
  } finally {
    await connection.close();
  }
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** `count` places from 0 to `length`, spread evenly and never on the same byte of a page. */
function places(length: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.floor((index * length) / (count - 1)));
}

describe('G41 a power cut', { timeout: 180_000 }, () => {
  it('at 140 bytes of the log leaves exactly the commits that were told to be done', async () => {
    const ends = await commit(1, COMMITS);
    const { file, log } = onDisk();
    // Besides the even ones the bytes around the ends of commits, where one too few and one enough lie beside each other.
    const around = ends.filter((_end, index) => index % 4 === 0).flatMap((end) => [end - 1, end, end + 1]);
    for (const cut of [...places(log.length, 110), ...around]) {
      const done = ends.filter((end) => end <= cut).length;
      expect({ cut, ...(await afterStart({ file, log: log.subarray(0, cut) })) }).toEqual({
        cut,
        check: 'ok',
        commits: upTo(done),
      });
    }
  });

  it('at 40 bytes of the file, while the log is moved into it, loses nothing', async () => {
    await commit(1, COMMITS);
    const before = onDisk();
    await writerConnection().execute('PRAGMA wal_checkpoint(PASSIVE)');
    const { file } = onDisk();
    expect(file.length).toBeGreaterThan(before.file.length);
    for (const cut of places(file.length, 40)) {
      const torn = Buffer.concat([file.subarray(0, cut), before.file.subarray(cut)]);
      expect({ cut, ...(await afterStart({ file: torn, log: before.log })) }).toEqual({
        cut,
        check: 'ok',
        commits: upTo(COMMITS),
      });
    }
  });

  it('at 40 bytes of a log that is written anew over the old one leaves what was moved and the commits after it', async () => {
    await commit(1, COMMITS);
    const old = onDisk();
    await writerConnection().execute('PRAGMA wal_checkpoint(PASSIVE)');
    // The log keeps its length and is overwritten from its begin, so its size tells nothing.
    await commit(COMMITS + 1, COMMITS + 10);
    const { file, log } = onDisk();
    expect(log.length).toBe(old.log.length);
    const written = log.findLastIndex((byte, index) => byte !== old.log[index]) + 1;
    let held = COMMITS;
    for (const cut of places(written, 40)) {
      const torn = Buffer.concat([log.subarray(0, cut), old.log.subarray(cut)]);
      const { check, commits } = await afterStart({ file, log: torn });
      expect({ cut, check, commits }).toEqual({ cut, check: 'ok', commits: upTo(commits.length) });
      expect(commits.length, `cut at ${cut}`).toBeGreaterThanOrEqual(held);
      held = commits.length;
    }
    expect(held).toBe(COMMITS + 10);
  });
});
