import { afterEach, beforeEach, expect, it } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import type { RunningJob } from '@/lib/jobs/define';
import type { StepRun } from '@/lib/jobs/step';
import { newId } from '@/lib/runtime/ids';
import { uninstallApp } from './uninstall';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

it('an app that an earlier attempt took off to the end keeps nobody from removing its server', async () => {
  const untouched = {} as RunningJob<unknown> & StepRun;
  expect(await uninstallApp(untouched, untouched, newId(), true)).toBe('was uninstalled already');
});
