import { afterEach, beforeEach, expect, it } from 'vitest';
import { database } from '@/db/client';
import { insertJob } from '@/db/jobs/mutations';
import { findJob } from '@/db/jobs/queries';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { makeSshKey } from '@/e2e/support/ssh-keys';
import { anAdmin, storeServer } from '@/e2e/support/stored-server';
import { retryAsksPassword, retryJob, retryOffer } from '@/lib/jobs/retry';
import { nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import { registerKinds } from './kinds';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let serverId: string;
const operator = { ...anAdmin, role: 'operator' as const };

beforeEach(async () => {
  fresh = await freshDatabase();
  registerKinds();
  serverId = await storeServer('web-1', { host: '10.0.0.1', port: 22, username: 'root' }, makeSshKey());
});
afterEach(() => fresh.close());

/** A job of `kind` that failed. */
async function failed(kind: string, payload: Record<string, unknown>): Promise<string> {
  const id = newId();
  const now = nowIso();
  await write((tx) =>
    insertJob(
      tx,
      {
        id,
        kind,
        payload: { serverId, ...payload },
        lane: null,
        dedupeKey: `${kind}:${id}`,
        targetLabel: 'web-1',
        serverId,
        status: 'failed',
        runAfter: now,
        createdAt: now,
        startedAt: now,
        finishedAt: now,
      },
      [],
    ),
  );
  return id;
}

async function offer(jobId: string, actor = anAdmin) {
  const job = await findJob(database(), jobId);
  return job && retryOffer(actor, job);
}

it('a failed move is tried again by whoever may move, with the password, as a job that names it', async () => {
  const id = await failed('server.move', { host: '10.0.0.2', port: 22, jumpServerId: null });
  expect([await offer(id), await offer(id, operator)]).toEqual(['with_password', null]);
  expect(await retryAsksPassword(id)).toBe(true);
  await expect(retryJob(operator, id)).rejects.toMatchObject({ code: 'forbidden' });
  const { jobId } = await retryJob(anAdmin, id);
  expect(await findJob(database(), jobId)).toMatchObject({
    retryOfId: id,
    payload: { serverId, host: '10.0.0.2', port: 22, jumpServerId: null },
  });
});

it('a removal is tried again with what is left of it', async () => {
  const apps = [{ id: newId(), name: 'gone already' }];
  const id = await failed('server.remove', { apps, volumes: true, removeKey: false });
  const { jobId } = await retryJob(anAdmin, id);
  expect(await findJob(database(), jobId)).toMatchObject({ payload: { apps: [], volumes: true } });
});

it('a key that was to be installed with a password cannot be repeated: the password is kept nowhere', async () => {
  const handed = await failed('server.install_key', { key: 'new', by: 'handed' });
  expect(await offer(handed)).toBeNull();
  await expect(retryJob(anAdmin, handed)).rejects.toMatchObject({ code: 'conflict' });
  expect(await offer(await failed('server.install_key', { key: 'new', by: 'stored' }))).toBe('with_password');
});

it('a command is never repeated', async () => {
  const id = await failed('server.command', { command: 'reboot', as: 'root', timeoutSeconds: 5 });
  expect(await offer(id)).toBeNull();
  await expect(retryJob(anAdmin, id)).rejects.toMatchObject({ code: 'not_found' });
});
