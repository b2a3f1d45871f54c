import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { startSshd, type TestSshd } from '@/e2e/support/sshd';
import { storeServer } from '@/e2e/support/stored-server';
import { startTcpProxy, type TcpProxy } from '@/e2e/support/tcp-proxy';
import { DockerError } from '@/lib/docker/errors';
import { remoteScript } from '@/lib/ssh/command';
import { lasting } from './lasting';
import type { ServerLink } from './link';
import { closeConnections } from './with-server';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let sshd: TestSshd;
let cable: TcpProxy;
let serverId: string;
let said: string[];

beforeAll(async () => {
  sshd = await startSshd();
});
afterAll(() => sshd.close());
beforeEach(async () => {
  fresh = await freshDatabase();
  cable = await startTcpProxy(sshd.target.port);
  if (sshd.auth.kind !== 'key') throw new Error('This server signs in by key.');
  const signIn = { authType: 'key', privateKey: sshd.auth.privateKey.reveal() } as const;
  const target = { ...sshd.target, port: cable.port };
  serverId = await storeServer('far', target, sshd.hostKeys.ed25519, signIn);
  said = [];
});
afterEach(async () => {
  await closeConnections();
  await cable.close();
  await fresh.close();
});

const hello = remoteScript('hello', 'echo hello\nsleep 1\n');
const ask = async (link: ServerLink) => (await link.run({ script: hello, timeoutMs: 9_000 })).stdout.trim();
const work = () => ({
  signal: new AbortController().signal,
  log: (message: string) => said.push(message),
  addSecret() {},
});

describe('work on a server', () => {
  it('is taken up anew when its connection is cut, as often as that happens, and says so once', async () => {
    let tries = 0;
    const answer = await lasting(work(), serverId, async (link) => {
      tries += 1;
      if (tries < 3) setTimeout(cable.cut, 100);
      return ask(link);
    });
    expect([answer, tries]).toEqual(['hello', 3]);
    expect(said).toEqual(['The connection to the server was lost. Trying again.']);
  });

  it('waits for an engine that comes up after the server', async () => {
    const stopped = new DockerError('docker_stopped', 'The engine does not run.', { hint: 'Start it.' });
    let tries = 0;
    const answer = await lasting(work(), serverId, async (link) => {
      tries += 1;
      if (tries === 1) setTimeout(cable.cut, 100);
      if (tries === 2) throw stopped;
      return ask(link);
    });
    expect([answer, tries]).toEqual(['hello', 3]);
    // Without such a loss a stopped engine is told at once.
    await expect(
      lasting(work(), serverId, async () => {
        throw stopped;
      }),
    ).rejects.toBe(stopped);
  });

  it('fails at once where it was asked to, when nothing listens', async () => {
    await cable.close();
    const never = lasting(work(), serverId, ask, { unreached: 'fail' });
    await expect(never).rejects.toMatchObject({ reason: 'refused' });
    expect(said).toEqual([]);
  });
});
