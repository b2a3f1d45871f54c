import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { database } from './client';
import { serverCredentials, servers } from './servers/tables';
import { users } from './users/tables';
import { type Tx, write } from './write';

const AT = '2026-01-02T03:04:05.678Z';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
  await write(async (tx) => {
    await tx.insert(servers).values(server('s1'));
    await tx.insert(users).values({ id: 'u1', username: 'ada', passwordHash: '!', passwordChangedAt: AT });
  });
});
afterEach(() => fresh.close());

const refused: [string, (tx: Tx) => Promise<unknown>][] = [
  ['an unknown role', (tx) => tx.run(sql`UPDATE users SET role = 'root'`)],
  ['a user name with capitals', (tx) => tx.update(users).set({ username: 'Ada' })],
  ['an unknown status', (tx) => tx.run(sql`UPDATE servers SET status = 'fine'`)],
  ['port 0', (tx) => tx.update(servers).set({ port: 0 })],
  ['port 65536', (tx) => tx.update(servers).set({ port: 65_536 })],
  ['half a host key', (tx) => tx.update(servers).set({ hostKeyType: 'ssh-ed25519' })],
  ['the same address twice', (tx) => tx.insert(servers).values({ ...server('s2'), host: 's1' })],
  ['a password that is missing', (tx) => credential(tx, 'password', {})],
  ['an empty password', (tx) => credential(tx, 'password', { password: '' })],
  ['a key where a password belongs', (tx) => credential(tx, 'password', { private_key: 'v1.x' })],
  ['both login secrets', (tx) => credential(tx, 'private_key', { password: 'v1.x', private_key: 'v1.x' })],
];

test.each(refused)('%s is refused', async (_what, change) => {
  await expect(write(change)).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' });
});

test('two machines behind two jump servers may have the same private address', async () => {
  await write(async (tx) => {
    await tx.insert(servers).values([server('s2'), server('jump')]);
    const behind = { host: '10.0.0.5' };
    await tx.insert(servers).values({ ...server('s3'), ...behind, jumpServerId: 's1' });
    await tx.insert(servers).values({ ...server('s4'), ...behind, jumpServerId: 'jump' });
    await tx.insert(servers).values({ ...server('s5'), ...behind });
  });
  const again = write((tx) =>
    tx.insert(servers).values({ ...server('s6'), host: '10.0.0.5', jumpServerId: 's1' }),
  );
  await expect(again).rejects.toThrow('UNIQUE constraint failed');
});

test('a passphrase and a sudo password may accompany a key', async () => {
  const all = { private_key: 'v1.a', passphrase: 'v1.b', sudo_password: 'v1.c' };
  await write((tx) => credential(tx, 'generated_key', all));
  expect((await database().select().from(serverCredentials))[0]?.encryptedData).toEqual(all);
});

test('JSON is stored canonically and read as it was written', async () => {
  const info = { b: 1, a: { d: [3, { y: 'é\u0301', x: null }], c: true } };
  await write((tx) => tx.update(servers).set({ systemInfo: info, tags: ['web', 'prod'] }));
  const [row] = await database().select().from(servers);
  expect(row).toMatchObject({ systemInfo: info, tags: ['web', 'prod'], alerts: {}, isEnabled: true });
  const [stored] = await database().all<{ text: string }>(sql`SELECT system_info AS text FROM servers`);
  expect(stored?.text).toBe('{"a":{"c":true,"d":[3,{"x":null,"y":"é\u0301"}]},"b":1}');
});

test('JSON that was damaged is an error that says so, never an empty value', async () => {
  await write((tx) => tx.run(sql`UPDATE servers SET tags = '["web"'`));
  await expect(database().select().from(servers)).rejects.toMatchObject({
    reason: 'damaged',
    message: /tags/,
  });
});

test('every row knows when it came and when it changed', async () => {
  const [before] = await database().select().from(servers);
  expect(before?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  await write((tx) => tx.update(servers).set({ updatedAt: AT }));
  await write((tx) => tx.update(servers).set({ notes: 'changed' }));
  const [after] = await database().select().from(servers);
  expect(after?.createdAt).toBe(before?.createdAt);
  expect((after?.updatedAt ?? '') > AT).toBe(true);
});

function server(id: string) {
  return { id, name: id, host: id, username: 'root', authType: 'password' as const };
}

function credential(tx: Tx, kind: 'password' | 'private_key' | 'generated_key', encryptedData: object) {
  return tx.insert(serverCredentials).values({ serverId: 's1', kind, encryptedData, keyId: 'k1' });
}
