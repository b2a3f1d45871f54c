import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/db/client';
import { logEntries } from '@/db/logs/tables';
import { freshDatabase } from '@/e2e/support/database';
import { Secret } from '@/lib/crypto/secret';
import { logError, logInfo, logWarning } from './logger';
import { startLogStore } from './store';

const stored = () => database().select().from(logEntries).orderBy(logEntries.id);

describe('the system log', () => {
  let fresh: Awaited<ReturnType<typeof freshDatabase>>;
  beforeEach(async () => {
    process.env.TOMO_LOG_LEVEL = 'critical';
    fresh = await freshDatabase();
  });
  afterEach(async () => {
    delete process.env.TOMO_LOG_LEVEL;
    await fresh.close();
  });

  it('keeps warnings and errors, also those from before the database was there, and nothing below', async () => {
    const id = logError('http', 'A page failed', new Error('planted'));
    logWarning('auth', 'Something to look at');
    logInfo('system', 'Normal work');
    await startLogStore().stop();
    const rows = await stored();
    expect(rows.map((row) => [row.level, row.source, row.message])).toEqual([
      ['ERROR', 'http', 'A page failed'],
      ['WARNING', 'auth', 'Something to look at'],
    ]);
    expect(rows[0]?.id).toBe(id);
    expect(rows[0]?.extraData).toMatchObject({ error: { type: 'Error', message: 'planted' } });
  });

  it('masks what has the name of a secret, at any depth, and whatever is a Secret', async () => {
    const secret = 'canary-5f1c';
    const nested = {
      request: { headers: { cookie: secret, accept: 'text/html' }, body: [{ newPassword: secret }] },
    };
    logWarning('auth', 'Odd request', {
      ...nested,
      value: new Secret(secret),
      sid: secret,
      private_key: secret,
    });
    const cause = Object.assign(new Error('inner'), { passphrase: secret });
    logError('server', 'Failed', new Error('outer', { cause }));
    await startLogStore().stop();
    const text = JSON.stringify(await stored());
    expect(text).not.toContain(secret);
    expect(text).toContain('text/html');
    expect(text).toContain('inner');
  });

  it('keeps an error that comes a thousand times once, and every caller gets the id that finds it', async () => {
    const ids = Array.from({ length: 1000 }, () => logError('metrics', 'A sample failed', new Error('same')));
    await startLogStore().stop();
    expect(await stored()).toHaveLength(1);
    expect(new Set(ids)).toEqual(new Set([(await stored())[0]?.id]));
  });

  it('stays one JSON object per line, whatever people wrote', () => {
    const dir = mkdtempSync(path.join(os.tmpdir(), 'tomo-log-'));
    const script = `
      import { logWarning } from '@/lib/log/logger';
      logWarning('auth', 'line one\\nline two', { name: '"}\\n{"level":"CRITICAL","msg":"forged"}\\u001b[2J' });`;
    const output = execFileSync('npx', ['tsx', '--conditions=react-server', '--eval', script], {
      env: { ...process.env, TOMO_DATA_DIR: dir, TOMO_LOG_LEVEL: 'info' },
      encoding: 'utf8',
    });
    rmSync(dir, { recursive: true });
    const lines = output.trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'WARNING',
      source: 'auth',
      msg: 'line one\nline two',
    });
  });
});
