import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { eventually } from '@/e2e/support/eventually';
import { keepBallast } from './ballast';
import { database } from './client';
import { insertLogEntries } from './logs/mutations';
import { logEntries } from './logs/tables';
import { write } from './write';

const MIB = 1024 * 1024;
const small = { bytes: 4 * MIB, roomBytes: 6 * MIB };

let disk: string;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let kept: Awaited<ReturnType<typeof keepBallast>> | undefined;
let told: string[];

const events = {
  onSpent: () => void told.push('spent'),
  onBack: () => void told.push('back'),
  onMissing: (why: string) => void told.push(`missing: ${why}`),
};
const ballast = () => path.join(fresh.dir, 'ballast');
const entry = (id: string, bytes = 10) => ({
  id,
  timestamp: '2026-03-01T12:00:00.000Z',
  level: 'INFO' as const,
  source: 'system',
  message: 'x'.repeat(bytes),
  tags: [],
});
const save = (id: string, lane: 'interactive' | 'upkeep' | 'bulk', bytes?: number) =>
  write((tx) => insertLogEntries(tx, [entry(id, bytes)]), { lane });
/** Takes all that is left of the disk. */
function fillUp(): string {
  const file = path.join(disk, 'something-else');
  try {
    for (;;) writeFileSync(file, Buffer.alloc(4096, 1), { flag: 'a' });
  } catch {
    return file;
  }
}

// Needs a disk that is really full: a small one in memory, which only root may make.
describe.skipIf(process.getuid?.() !== 0)('G42 a full disk', () => {
  beforeEach(async () => {
    disk = mkdtempSync(path.join(tmpdir(), 'tomo-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tomo-disk', disk]);
    const before = process.env.TMPDIR;
    process.env.TMPDIR = disk;
    fresh = await freshDatabase();
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    told = [];
  });
  afterEach(async () => {
    await kept?.stop();
    kept = undefined;
    await fresh.close();
    // The library closes a file when its statements are collected, some time after `close`.
    execFileSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true });
  });

  it('finds a reserve laid in, which only what matters may use, and which comes back with the room', async () => {
    kept = await keepBallast(events, small);
    expect(statSync(ballast())).toMatchObject({ size: 4 * MIB, mode: 0o100600 });
    const other = fillUp();

    // Lines and metrics find the disk full and leave the reserve alone.
    await expect(save('line', 'bulk', 200_000)).rejects.toMatchObject({ reason: 'disk_full' });
    expect([existsSync(ballast()), told]).toEqual([true, []]);
    // A change of a person is saved by it; afterwards there is room for such changes only.
    await save('change', 'interactive', 200_000);
    expect([existsSync(ballast()), told]).toEqual([false, ['spent']]);
    await save('purge', 'upkeep');
    await expect(save('line', 'bulk')).rejects.toMatchObject({ reason: 'disk_full' });

    rmSync(other);
    await eventually('the reserve is back', () => existsSync(ballast()) && told.includes('back'));
    await save('line', 'bulk');
    const stored = await database().select({ id: logEntries.id }).from(logEntries);
    expect(stored.map(({ id }) => id).sort()).toEqual(['change', 'line', 'purge']);
    expect(told).toEqual(['spent', 'back']);
  });

  it('has no reserve where it would take the last room, and that is said once', async () => {
    kept = await keepBallast(events, { ...small, roomBytes: 64 * MIB });
    expect(existsSync(ballast())).toBe(false);
    expect(told).toEqual([expect.stringMatching(/^missing: \d+ MiB are free, 64 MiB are needed/)]);
    fillUp();
    await expect(save('change', 'interactive', 200_000)).rejects.toMatchObject({ reason: 'disk_full' });
  });

  it('that fills while the reserve is laid in leaves no half of it', async () => {
    mkdirSync(path.join(fresh.dir, 'ballast.new'));
    kept = await keepBallast(events, small);
    expect(existsSync(ballast())).toBe(false);
    expect(told).toHaveLength(1);
  });
});
