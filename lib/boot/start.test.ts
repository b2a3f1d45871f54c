import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase } from '@/db/client';
import { migrateDatabase } from '@/db/migrate';
import { forgetSingletons } from '@/e2e/support/database';
import { createUnattendedAdmin } from '@/lib/auth/setup';
import { life } from '@/lib/runtime/life';
import { start } from './start';

const PASSWORD = 'vivid otter lantern 42';
const key = randomBytes(32).toString('base64');
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tomo-start-'));
});
afterEach(async () => {
  for (const name of Object.keys(process.env)) if (name.startsWith('TOMO_')) delete process.env[name];
  await closeDatabase();
  forgetSingletons();
  await rm(dir, { recursive: true, force: true });
});

/** Boots as a new process would; gives the one line with which it refuses. */
async function refusal(env: Record<string, string> = {}): Promise<string> {
  Object.assign(process.env, { TOMO_DATA_DIR: dir, TOMO_LOG_LEVEL: 'critical', ...env });
  forgetSingletons();
  start();
  const line = await life().boot?.then(
    () => 'it started',
    (error: Error) => error.message,
  );
  expect(line).not.toContain('\n');
  return line ?? '';
}

describe('G20 the boot refuses a key', () => {
  const bad: [string, string, RegExp][] = [
    ['that is empty', 'k1:', /TOMO_ENCRYPTION_KEY.*id:base64/],
    ['without an id', key, /TOMO_ENCRYPTION_KEY.*id:base64/],
    ['that is no base64', 'k1:!!!not base64!!!', /TOMO_ENCRYPTION_KEY.*id:base64/],
    ['that is too short', `k1:${randomBytes(16).toString('base64')}`, /only 16 bytes, 32 are needed/],
    ['that is too long', `k1:${randomBytes(48).toString('base64')}`, /exactly 32 are needed/],
    ['of one repeated byte', `k1:${Buffer.alloc(32, 9).toString('base64')}`, /repeats itself/],
    ['of a repeated word', `k1:${Buffer.from('secret!!'.repeat(4)).toString('base64')}`, /repeats itself/],
    [
      'that is a passphrase',
      `k1:${Buffer.from('change-me-to-something-random-32').toString('base64')}`,
      /readable text/,
    ],
    ['whose id stands there twice', `k1:${key}\nk1:${key}`, /share one id/],
  ];
  it.each(bad)('%s, with the reason and without the key', async (_name, value, reason) => {
    const line = await refusal({ TOMO_ENCRYPTION_KEY: value });
    expect(line).toMatch(reason);
    for (const part of value.split(/[:\n]/)) if (part.length > 8) expect(line).not.toContain(part);
  });

  it('file that others may read, and says what to do', async () => {
    await writeFile(path.join(dir, 'keyring'), `k1:${key}\n`, { mode: 0o644 });
    const line = await refusal();
    expect(line).toMatch(/keyring: other users may read it .*chmod 600/);
    expect(line).not.toContain(key);
  });

  it('with which this database was not written', async () => {
    Object.assign(process.env, { TOMO_DATA_DIR: dir });
    forgetSingletons();
    await migrateDatabase();
    await createUnattendedAdmin({ username: 'ada', password: PASSWORD });
    await closeDatabase();
    expect(await refusal({ TOMO_ENCRYPTION_KEY: `k1:${key}` })).toMatch(/does not belong to this database/);
  });
});

describe('the boot stops with one line', () => {
  it.each([
    ['a bad log level', { TOMO_LOG_LEVEL: 'loud' }, /TOMO_LOG_LEVEL/],
    [
      'a weak first password',
      { TOMO_ADMIN_USERNAME: 'ada', TOMO_ADMIN_PASSWORD: 'ada' },
      /^TOMO_ADMIN_PASSWORD: Use at/,
    ],
    [
      'a first name without password',
      { TOMO_ADMIN_USERNAME: 'ada' },
      /TOMO_ADMIN_USERNAME: needs TOMO_ADMIN_PASSWORD/,
    ],
  ])('over %s', async (_name, env, reason) => {
    expect(await refusal(env)).toMatch(reason);
  });

  it('over a data folder that is a file, or lies below one', async () => {
    const file = path.join(dir, 'notes.txt');
    await writeFile(file, 'not a folder');
    expect(await refusal({ TOMO_DATA_DIR: file })).toBe(
      `TOMO_DATA_DIR: ${file} is a file, not a folder. Name a folder that Tomo may write.`,
    );
    expect(await refusal({ TOMO_DATA_DIR: path.join(file, 'data') })).toMatch(/lies below a file/);
  });

  it('over a file that is no database', async () => {
    await writeFile(path.join(dir, 'tomo.db'), 'this is no database, not at all');
    expect(await refusal()).toMatch(/database/i);
  });

  it('over a folder where the database should be', async () => {
    await mkdir(path.join(dir, 'tomo.db'));
    expect(await refusal()).toMatch(/database/i);
  });
});
