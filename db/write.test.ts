import { AsyncLocalStorage } from 'node:async_hooks';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createClient } from '@libsql/client/sqlite3';
import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { secondProcess } from '@/e2e/support/process';
import { sleep } from '@/lib/runtime/clock';
import { env } from '@/lib/runtime/env';
import { appCategories } from './applications/tables';
import { closeDatabase, database } from './client';
import { uniqueViolation } from './failure';
import { type Tx, write } from './write';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
  await write((tx) => tx.insert(appCategories).values(category('counter')));
});
afterEach(() => fresh.close());

test('200 increments at the same time all count', async () => {
  await Promise.all(Array.from({ length: 200 }, () => write(increment)));
  expect(await count()).toBe(200);
});

test('two processes that write at the same time lose nothing', async () => {
  const other = secondProcess(`
    import { sql } from 'drizzle-orm';
    import { write } from '@/db/write';
    console.log('ready');
    for (let i = 0; i < 100; i++) await write((tx) => tx.run(sql\`UPDATE app_categories SET sort_order = sort_order + 1\`));
  `);
  await other.firstLine;
  for (let i = 0; i < 20; i++) {
    await Promise.all(Array.from({ length: 5 }, () => write(increment)));
    await sleep(1);
  }
  await other.output;
  expect(await count()).toBe(200);
});

test('what fn throws is thrown again, and nothing of it stays', async () => {
  const failing = write(async (tx) => {
    await increment(tx);
    await tx.insert(appCategories).values(category('second'));
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await database().select().from(appCategories)).toMatchObject([{ slug: 'counter', sortOrder: 0 }]);
});

test('a refused statement may be handled inside the transaction, which then goes on', async () => {
  await write(async (tx) => {
    await increment(tx);
    const columns = await tx.insert(appCategories).values(category('counter')).catch(uniqueViolation);
    expect(columns).toEqual(['app_categories.slug']);
    await increment(tx);
  });
  expect(await count()).toBe(2);
});

test('an error names the statement or the rule, never the values', async () => {
  const secret = category('counter', 'hunter2');
  const refused: Error = await write((tx) => tx.insert(appCategories).values(secret)).then(
    () => expect.unreachable(),
    (error) => error,
  );
  expect(refused.message).toContain('app_categories.slug');
  expect(`${refused.message} ${JSON.stringify(refused)} ${String(refused.cause)}`).not.toContain('hunter2');
});

test('write inside write is refused instead of waiting for itself, and later writes go on', async () => {
  await expect(write(() => write(increment))).rejects.toThrow('write() inside write()');
  let afterwards: Promise<void> | undefined;
  await write(async () => {
    afterwards = sleep(1).then(() => write(increment));
  });
  await afterwards;
  expect(await count()).toBe(1);
});

test('interactive work overtakes waiting bulk work', async () => {
  const order: string[] = [];
  const note = (word: string) => async () => void order.push(word);
  await Promise.all([
    write(note('bulk 1'), { lane: 'bulk' }),
    write(note('bulk 2'), { lane: 'bulk' }),
    write(note('person')),
  ]);
  expect(order).toEqual(['person', 'bulk 1', 'bulk 2']);
});

test('readers see committed rows only', async () => {
  await write(async (tx) => {
    await increment(tx);
    expect(await count()).toBe(0);
    expect((await tx.select().from(appCategories))[0]?.sortOrder).toBe(1);
  });
  expect(await count()).toBe(1);
});

test('the read client cannot change a row, not even by a statement written by hand', async () => {
  const forged = database().all(sql`UPDATE app_categories SET sort_order = 7 RETURNING id`);
  await expect(forged).rejects.toMatchObject({ reason: 'database_read_only' });
  expect(await count()).toBe(0);
});

test('closing leaves everything in the one file, and the next use opens it again', async () => {
  await write(increment);
  await closeDatabase();
  expect((await stat(path.join(fresh.dir, 'tomo.db-wal'))).size).toBe(0);
  expect(await count()).toBe(1);
});

test('a transaction that is over takes no more statements', async () => {
  let escaped: Tx | undefined;
  await write(async (tx) => {
    escaped = tx;
  });
  await expect(escaped?.delete(appCategories)).rejects.toThrow('closed');
  expect(await count()).toBe(0);
});

test('each transaction runs in the context of its caller, not of whoever woke the queue', async () => {
  const request = new AsyncLocalStorage<string>();
  const seen = await Promise.all(
    ['ada', 'grace'].map((name) => request.run(name, () => write(async () => request.getStore()))),
  );
  expect(seen).toEqual(['ada', 'grace']);
});

test('a lock held elsewhere is waited for, without stopping the process, and works again afterwards', async () => {
  const other = createClient({ url: env().databaseUrl, concurrency: 1 });
  const held = await other.transaction('write');
  const waiting = Promise.all([write(increment), write(increment)]);
  let turns = 0;
  const turning = setInterval(() => turns++, 5);
  await sleep(400);
  clearInterval(turning);
  await held.rollback();
  other.close();
  await waiting;
  expect(turns).toBeGreaterThan(20);
  expect(await count()).toBe(2);
});

test('a full disk is said in words, refuses the change, and is over when there is space again', async () => {
  const [pages] = await database().all<{ page_count: number }>(sql`PRAGMA page_count`);
  const fill = write(async (tx) => {
    await tx.get(sql`PRAGMA max_page_count = ${sql.raw(String((pages?.page_count ?? 0) + 1))}`);
    await increment(tx);
    await tx.insert(appCategories).values(category('large', 'x'.repeat(100_000)));
  });
  await expect(fill).rejects.toMatchObject({
    code: 'unavailable',
    reason: 'disk_full',
    message: /read but not save/,
  });
  expect(await count()).toBe(0);
  await write((tx) => tx.insert(appCategories).values(category('large', 'x'.repeat(100_000))));
});

test('a transaction that never ends is given up, and the next one runs', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const stuck = write(async (tx) => {
      await increment(tx);
      await new Promise(() => undefined);
    });
    const next = write(increment);
    const refusal = expect(stuck).rejects.toThrow('given up');
    await vi.advanceTimersByTimeAsync(31_000);
    await refusal;
    await next;
  } finally {
    vi.useRealTimers();
  }
  expect(await count()).toBe(1);
});

function category(slug: string, description = '') {
  return { slug, name: slug, description, icon: 'box', color: 'chart-1' };
}

async function count(): Promise<number | undefined> {
  const [row] = await database().select().from(appCategories).where(eq(appCategories.slug, 'counter'));
  return row?.sortOrder;
}

async function increment(tx: Tx): Promise<void> {
  const [row] = await tx.select().from(appCategories).where(eq(appCategories.slug, 'counter'));
  await tx.update(appCategories).set({ sortOrder: (row?.sortOrder ?? 0) + 1 });
}
