import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetSingletons, freshDatabase } from '@/e2e/support/database';
import { secondProcess } from '@/e2e/support/process';
import { holdInstanceLock } from './instance-lock';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

const HOLDER = `
  import { holdInstanceLock } from '@/db/instance-lock';
  await holdInstanceLock();
  console.log('held');
  setInterval(() => {}, 1000);
`;

test('a second server on the same folder is refused; after kill -9 of the first it may start', async () => {
  const first = secondProcess(HOLDER);
  first.output.catch(() => undefined);
  expect(await first.firstLine).toBe('held');
  await expect(holdInstanceLock()).rejects.toMatchObject({ code: 'conflict', reason: 'already_running' });
  first.kill();
  await first.output.catch(() => undefined);
  await holdInstanceLock();
});

test('taking it again in the same process is no conflict', async () => {
  await holdInstanceLock();
  await holdInstanceLock();
});

test('two folders are two installations', async () => {
  await holdInstanceLock();
  const other = await freshDatabase();
  await holdInstanceLock();
  forgetSingletons();
  await other.close();
});
