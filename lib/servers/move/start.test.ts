import { afterEach, beforeEach, expect, it } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { makeSshKey } from '@/e2e/support/ssh-keys';
import { anAdmin, storeServer } from '@/e2e/support/stored-server';
import { registerJob } from '@/lib/jobs/define';
import { moveServerJob } from './job';
import { startMove } from './start';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
  registerJob(moveServerJob);
});
afterEach(() => fresh.close());

it('a second move finds the first only when it goes to the same place', async () => {
  const target = { host: 'old.test', port: 22, username: 'root' };
  const serverId = await storeServer('web-1', target, makeSshKey());
  const to = (host: string) => startMove(anAdmin, serverId, { host, port: 22, jumpServerId: null });
  const first = await to('new.test');
  expect(await to('new.test')).toEqual({ jobId: first.jobId, existing: true });
  await expect(to('other.test')).rejects.toMatchObject({ code: 'conflict', data: { jobId: first.jobId } });
});
