import { afterEach, beforeEach, expect, it } from 'vitest';
import { listAuditPage } from '@/db/audit/queries';
import { database } from '@/db/client';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { systemActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { checkFile } from './check-file';

const DAY_MS = 24 * 60 * 60_000;

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
  await write((tx) =>
    recordAudit(tx, { actor: systemActor, entityType: 'system', entityId: 'a', action: 'setup' }),
  );
});
afterEach(() => fresh.close());

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const recorded = async () =>
  (await listAuditPage(database(), { scope: 'all', entityType: 'database' }, { limit: 10 })).map(
    ({ action, outcome, newValue }) => [action, outcome, newValue],
  );

it('a new database is looked at lightly, and nothing is recorded of it', async () => {
  expect(await checkFile(inDays(1))).toBe('quick_check');
  expect(await recorded()).toEqual([]);
});

it('every week the file is checked thoroughly, once, and the ledger says so', async () => {
  expect(await checkFile(inDays(7.1))).toBe('integrity_check');
  expect(await recorded()).toEqual([['verify', 'ok', { check: 'integrity_check', findings: [] }]]);
  // The entry bears the real time, so the next week begins now.
  expect(await checkFile(inDays(6.9))).toBe('quick_check');
  expect(await checkFile(inDays(7.1))).toBe('integrity_check');
  expect(await recorded()).toHaveLength(2);
});
