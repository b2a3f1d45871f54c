import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/db/client';
import { findServer } from '@/db/servers/queries';
import { freshDatabase } from '@/e2e/support/database';
import { makeSshKey } from '@/e2e/support/ssh-keys';
import { type Peer, startPeer } from '@/e2e/support/ssh-peer';
import { startSshd, type TestSshd } from '@/e2e/support/sshd';
import { storeServer } from '@/e2e/support/stored-server';
import { remoteScript } from '@/lib/ssh/command';
import type { PinnedKey } from '@/lib/ssh/target';
import { assertAddressFree } from './address-taken';
import type { CredentialInput } from './credentials';
import { assertJumpHost } from './jump-host';
import { closeConnections, dropConnection, withServer } from './with-server';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let jumpSshd: TestSshd;
let endSshd: TestSshd;
let closedSshd: TestSshd;

beforeAll(async () => {
  [jumpSshd, endSshd, closedSshd] = await Promise.all([
    startSshd(),
    startSshd(),
    startSshd(['AllowTcpForwarding no']),
  ]);
});
afterAll(() => Promise.all([jumpSshd, endSshd, closedSshd].map((sshd) => sshd.close())));
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(async () => {
  await closeConnections();
  await fresh.close();
});

const stranger = makeSshKey();
const hello = remoteScript('hello', 'echo hello');
const say = (id: string) =>
  withServer(id, async (link) => (await link.run({ script: hello, timeoutMs: 9_000 })).stdout.trim()).catch(
    (error) => error.reason as string,
  );

function store(name: string, sshd: TestSshd, jumpServerId: string | null, pinned?: PinnedKey) {
  if (sshd.auth.kind !== 'key') throw new Error('These servers sign in by key.');
  const signIn: CredentialInput = { authType: 'key', privateKey: sshd.auth.privateKey.reveal() };
  return storeServer(name, sshd.target, pinned ?? sshd.hostKeys.ed25519, signIn, { jumpServerId });
}
const accepted = (sshd: TestSshd) => sshd.log().match(/Accepted publickey/g)?.length ?? 0;

describe('a server behind a jump host', () => {
  it('is reached through it, with both keys checked, over one connection that all of them share', async () => {
    const jump = await store('bastion', jumpSshd, null);
    const before = { jump: accepted(jumpSshd), end: accepted(endSshd) };
    const behind = await store('inner', endSshd, jump);
    expect(await Promise.all([say(behind), say(behind), say(jump)])).toEqual(['hello', 'hello', 'hello']);
    expect(accepted(jumpSshd) - before.jump).toBe(1);
    expect(accepted(endSshd) - before.end).toBe(1);
    // When the way is closed, so is what came over it; the next use opens both again.
    dropConnection(jump);
    expect(await say(behind)).toBe('hello');
    expect(accepted(jumpSshd) - before.jump).toBe(2);
  });

  it('hears nothing when the jump host shows another key: that one is blocked, and only that one', async () => {
    const jump = await store('bastion', jumpSshd, null, stranger);
    const behind = await store('inner', endSshd, jump);
    const before = endSshd.log();
    expect(await say(behind)).toBe('jump_failed');
    expect(await findServer(database(), jump)).toMatchObject({ status: 'host_key_changed' });
    expect(await findServer(database(), behind)).toMatchObject({ status: 'unknown' });
    expect(endSshd.log()).toBe(before);
    await expect(withServer(behind, async () => 'in')).rejects.toThrow(
      /^The jump host bastion cannot be used\. The host key of bastion changed/,
    );
  });

  it('is blocked itself when its own key is another one, and the jump host stays', async () => {
    const jump = await store('bastion', jumpSshd, null);
    const behind = await store('inner', endSshd, jump, stranger);
    expect(await say(behind)).toBe('host_key_changed');
    expect(await findServer(database(), behind)).toMatchObject({ status: 'host_key_changed' });
    expect(await findServer(database(), jump)).toMatchObject({ status: 'unknown' });
    expect(await say(jump)).toBe('hello');
  });

  it('says in words that the jump host lets nothing through, or found nobody there', async () => {
    const closed = await store('closed', closedSshd, null);
    expect(await say(await store('inner', endSshd, closed))).toBe('forwarding_refused');
    const jump = await store('bastion', jumpSshd, null);
    const nobody: Peer = await startPeer();
    await nobody.close();
    const signIn = { authType: 'password', password: 'x' } as const;
    const dead = await storeServer('dead', nobody.target, nobody.pinned, signIn, { jumpServerId: jump });
    expect(await say(dead)).toBe('refused');
    expect(await say(jump)).toBe('hello');
  });
});

describe('what can be a jump host', () => {
  it('is another verified server that is reached directly, so that no circle can close', async () => {
    const jump = await store('bastion', jumpSshd, null);
    const inner = await store('inner', endSshd, jump);
    await expect(assertJumpHost(database(), jump, inner)).resolves.toBeUndefined();
    await expect(assertJumpHost(database(), inner)).rejects.toThrow('inner is itself reached through');
    await expect(assertJumpHost(database(), jump, jump)).rejects.toThrow('its own jump host');
    const third = await store('third', closedSshd, null);
    await expect(assertJumpHost(database(), third, jump)).rejects.toThrow('the jump host of inner');
    const unverified = {
      hostKeyType: null,
      hostKeyPublic: null,
      hostKeyFingerprint: null,
      hostKeyTrust: null,
    };
    const target = { host: '192.0.2.1', port: 22, username: 'root' };
    const fresh = await storeServer('new', target, stranger, undefined, unverified);
    await expect(assertJumpHost(database(), fresh)).rejects.toThrow('The host key of new is not confirmed.');
  });

  it('makes an address another one: the same behind it is free, and behind it only once', async () => {
    const jump = await store('bastion', jumpSshd, null);
    const direct = await store('direct', endSshd, null);
    const { target } = endSshd;
    const behind = { ...target, jumpServerId: jump };
    await expect(assertAddressFree(database(), behind, 'host')).resolves.toBeUndefined();
    await expect(
      assertAddressFree(database(), { ...target, jumpServerId: null }, 'host'),
    ).rejects.toMatchObject({ reason: 'server_exists', data: { serverId: direct } });
    const inner = await store('inner', endSshd, jump);
    await expect(assertAddressFree(database(), behind, 'host')).rejects.toMatchObject({
      data: { serverId: inner },
    });
  });
});
