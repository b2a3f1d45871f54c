import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/db/client';
import { findCredential } from '@/db/servers/queries';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { makeSshKey } from '@/e2e/support/ssh-keys';
import { storeServer } from '@/e2e/support/stored-server';
import { parsePrivateKey } from '@/lib/ssh/private-key';
import { openCredential, saveCredential } from './credentials';

const target = { host: '192.0.2.1', port: 22, username: 'deploy' };
const pinned = { type: 'ssh-ed25519', blob: 'AAAA' };
const locked = makeSshKey(['-t', 'ed25519', '-N', 'a passphrase', '-a', '1']);

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

describe('a key behind a passphrase', () => {
  it('is opened once, when it is stored: each later sign-in finds it open and no passphrase', async () => {
    const signIn = { authType: 'key', privateKey: locked.privateKey, passphrase: 'a passphrase' } as const;
    const id = await storeServer('web-1', target, pinned, signIn);
    const row = await findCredential(database(), id);
    expect(Object.keys(row?.encryptedData ?? {})).toEqual(['private_key']);
    expect(row?.publicKey).toBe(locked.publicLine);
    const { auth } = await openCredential(database(), id);
    if (auth.kind !== 'key') throw new Error('It was a key.');
    expect(auth.passphrase).toBeUndefined();
    expect(parsePrivateKey(auth.privateKey)).toMatchObject({
      publicKey: locked.publicLine,
      encrypted: false,
    });
  });

  it('is refused before anything is stored when the passphrase is wrong or missing', async () => {
    const id = await storeServer('web-1', target, pinned);
    const before = await findCredential(database(), id);
    for (const [passphrase, reason] of [
      ['no', 'key_unreadable'],
      ['', 'passphrase_needed'],
    ] as const) {
      const signIn = { authType: 'key', privateKey: locked.privateKey, passphrase } as const;
      await expect(write((tx) => saveCredential(tx, id, signIn))).rejects.toMatchObject({ reason });
    }
    expect(await findCredential(database(), id)).toEqual(before);
  });
});

it('a key made by Tomo is stored as such, and only its public half can be seen', async () => {
  const id = await storeServer('web-1', target, pinned, { authType: 'generated' });
  const row = await findCredential(database(), id);
  expect(row).toMatchObject({ kind: 'generated_key', publicKey: expect.stringMatching(/^ssh-ed25519 AAAA/) });
  expect(JSON.stringify(row)).not.toMatch(/PRIVATE KEY/);
  const { auth } = await openCredential(database(), id);
  if (auth.kind !== 'key') throw new Error('It was a key.');
  expect(parsePrivateKey(auth.privateKey).publicKey).toBe(row?.publicKey);
});
