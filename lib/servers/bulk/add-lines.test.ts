import { afterEach, beforeEach, expect, it } from 'vitest';
import { database } from '@/db/client';
import { findServer } from '@/db/servers/queries';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { hashKnownHosts, makeSshKey } from '@/e2e/support/ssh-keys';
import { parseKnownHosts } from '@/lib/ssh/known-hosts-file';
import { addLines } from './add-lines';
import { parseServerLines } from './server-lines';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

const signIn = { authType: 'password', password: 'x', keys: {} } as const;

async function add(list: string, knownHosts: string) {
  const lines = parseServerLines(list, { port: '22', username: 'root' });
  const known = parseKnownHosts(knownHosts);
  const results = await write((tx) => addLines(tx, lines, { ...signIn, known }, null as never));
  return Promise.all(
    results.map(async ({ serverId, name }) => {
      const server = serverId ? await findServer(database(), serverId) : undefined;
      return [name, server?.hostKeyTrust ?? null, server?.hostKeyPublic ?? null];
    }),
  );
}

it('a pasted known_hosts line for exactly this address is the compared key of the new server; others wait', async () => {
  const [one, two, gone] = [makeSshKey(), makeSshKey(), makeSshKey()];
  const hashed = hashKnownHosts(`[10.0.0.2]:2222 ${two.type} ${two.blob}`);
  const text = [
    `10.0.0.1 ${one.type} ${one.blob}`,
    hashed,
    `10.0.0.4 ${gone.type} ${gone.blob}`,
    `@revoked * ${gone.type} ${gone.blob}`,
  ].join('\r\n');
  expect(await add('a,10.0.0.1\nb,10.0.0.2,2222\nc,10.0.0.2\nd,10.0.0.4\ne,10.0.0.9', text)).toEqual([
    ['a', 'verified', one.blob],
    ['b', 'verified', two.blob],
    // Another port is another server, and a revoked key is nobody's.
    ['c', null, null],
    ['d', null, null],
    ['e', null, null],
  ]);
});
