import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { closeDatabase } from '@/db/client';
import { migrateDatabase } from '@/db/migrate';

/**
 * An empty, migrated database in a new data folder of its own, for one test. Everything this process held once (`tomo.*`
 * singletons: clients, queues, keys, environment) is forgotten first. `close` forgets again and removes the folder.
 */
export async function freshDatabase(): Promise<{ dir: string; close(): Promise<void> }> {
  const dir = await mkdtemp(path.join(tmpdir(), 'tomo-test-'));
  process.env.TOMO_DATA_DIR = dir;
  delete process.env.TOMO_DATABASE_URL;
  forgetSingletons();
  await migrateDatabase();
  return {
    dir,
    async close() {
      await closeDatabase();
      forgetSingletons();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Empties the process-wide store, as if the process had just started. */
export function forgetSingletons(): void {
  const store = globalThis as unknown as Record<symbol, unknown>;
  for (const key of Object.getOwnPropertySymbols(globalThis)) {
    if (key.description?.startsWith('tomo.')) delete store[key];
  }
}
