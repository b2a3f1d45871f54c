import { afterEach, beforeEach, expect, it } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { eventually } from '@/e2e/support/eventually';
import { type Peer, startPeer } from '@/e2e/support/ssh-peer';
import { storeServer } from '@/e2e/support/stored-server';
import { closeConnections, withServer } from './with-server';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let peer: Peer;
let letIn: () => void = () => {};

beforeEach(async () => {
  fresh = await freshDatabase();
  peer = await startPeer({
    authenticate: (context) => {
      if (context.method !== 'password') return context.reject(['password']);
      letIn = () => context.accept();
    },
  });
});
afterEach(async () => {
  await closeConnections();
  await peer.close();
  await fresh.close();
});

it('a caller who gives up while others wait for the same connection takes nobody along', async () => {
  const serverId = await storeServer('web-1', peer.target, peer.pinned, {
    authType: 'password',
    password: 'correct horse',
  });
  const leaving = new AbortController();
  const first = withServer(serverId, async () => 'in', { signal: leaving.signal }).catch(
    (error) => error.reason as string,
  );
  const second = withServer(serverId, async () => 'in').catch((error) => error.reason as string);
  await eventually('the sign-in arrived', () => peer.authentications.includes('password'));
  leaving.abort();
  expect(await first).toBe('aborted');
  letIn();
  expect(await second).toBe('in');
  expect(peer.accepted()).toBe(1);
});
