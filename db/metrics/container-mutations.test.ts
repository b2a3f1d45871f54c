import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { database } from '@/db/client';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { purgeContainerMetrics } from './container-mutations';

let close: () => Promise<void>;
beforeEach(async () => {
  ({ close } = await freshDatabase());
});
afterEach(() => close());

it('old rows are found by their ids alone, so that purging costs what it removes', async () => {
  const plan = await database().all<{ detail: string }>(sql`
    EXPLAIN QUERY PLAN SELECT id FROM container_metrics
    WHERE id > 'a' AND id < 'b' AND +resolution = 'raw' ORDER BY id LIMIT 500`);
  expect(plan.map(({ detail }) => detail)).toEqual([
    expect.stringMatching(/sqlite_autoindex_container_metrics_1 \(id>\? AND id<\?\)/),
  ]);
});

it('an empty tier has nothing to remove', async () => {
  expect(await write((tx) => purgeContainerMetrics(tx, 'raw', { from: '', before: 'z' }))).toEqual([]);
});
