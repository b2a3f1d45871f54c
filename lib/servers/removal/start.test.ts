import { afterEach, beforeEach, expect, it } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { makeSshKey } from '@/e2e/support/ssh-keys';
import { anAdmin, storeServer } from '@/e2e/support/stored-server';
import { startRemoval } from './start';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

it('takes no key off a server that a person gave to Tomo: it is theirs', async () => {
  const { privateKey } = makeSshKey();
  const target = { host: '10.0.0.1', port: 22, username: 'root' };
  const id = await storeServer('web-1', target, makeSshKey(), { authType: 'key', privateKey });
  await expect(
    startRemoval(anAdmin, id, { confirmName: 'web-1', apps: 'keep', removeKey: true }),
  ).rejects.toMatchObject({ code: 'conflict', message: 'web-1 has no key of Tomo to remove.' });
});
