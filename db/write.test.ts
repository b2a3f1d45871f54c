import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { appCategories } from './applications/tables';
import { database } from './client';
import { write } from './write';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

const counter = {
  slug: 'counter',
  name: 'Counter',
  description: '',
  icon: 'box',
  color: 'chart-1',
  sortOrder: 0,
};

async function count(): Promise<number | undefined> {
  const [row] = await database().select().from(appCategories).where(eq(appCategories.slug, 'counter'));
  return row?.sortOrder;
}

async function increment(): Promise<void> {
  await write(async (tx) => {
    const [row] = await tx.select().from(appCategories).where(eq(appCategories.slug, 'counter'));
    await tx.update(appCategories).set({ sortOrder: (row?.sortOrder ?? 0) + 1 });
  });
}

test('200 increments at the same time all count', async () => {
  await write((tx) => tx.insert(appCategories).values(counter));
  await Promise.all(Array.from({ length: 200 }, increment));
  expect(await count()).toBe(200);
});
