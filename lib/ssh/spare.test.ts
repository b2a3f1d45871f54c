import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '@/e2e/support/eventually';
import { startPeer } from '@/e2e/support/ssh-peer';
import { startSshd, type TestSshd } from '@/e2e/support/sshd';
import { Secret } from '@/lib/crypto/secret';
import { remoteScript } from './command';
import { connect } from './connect';
import { run } from './run';

const options = { readyTimeoutMs: 10_000, keepaliveMs: 10_000 };
const pid = remoteScript('pid', 'echo $$; echo "$n"');

describe('a shell opened ahead', () => {
  let sshd: TestSshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.close());

  test('runs one script only, and each script has its own', async () => {
    const connection = await connect(sshd.target, sshd.auth, sshd.hostKeys.ed25519, options);
    const pids = new Set<string>();
    for (let n = 0; n < 10; n += 1) {
      const { stdout } = await run(connection, { script: pid, args: { n: String(n) }, timeoutMs: 5_000 });
      const [own = '', value] = stdout.split('\n');
      expect(value).toBe(String(n));
      pids.add(own);
    }
    expect(pids.size).toBe(10);
    expect(connection.channels().open).toBeLessThanOrEqual(1);
    connection.close();
  });

  test('gives way when channels run short', async () => {
    const connection = await connect(sshd.target, sshd.auth, sshd.hostKeys.ed25519, options);
    await run(connection, { script: pid, args: { n: '' }, timeoutMs: 5_000 });
    await eventually('it is there', () => connection.channels().open === 1);
    const channels = await Promise.all(
      Array.from({ length: 8 }, () => connection.openChannel('exec /bin/sh -s')),
    );
    expect(channels).toHaveLength(8);
    connection.close();
  });
});

test('a shell opened ahead that has died meanwhile is not used', async () => {
  const peer = await startPeer({
    exec: (channel) => {
      const dies = setTimeout(() => channel.close(), 600);
      channel.on('data', (chunk: Buffer) => {
        clearTimeout(dies);
        const begin = /tomo-begin-\w+/.exec(chunk.toString())?.[0];
        if (!begin) return;
        channel.write(`${begin} 1\nok\n${begin.replace('begin', 'end')}\n`);
        channel.exit(0);
        channel.end();
      });
    },
  });
  const auth = { kind: 'password', password: new Secret('x') } as const;
  const connection = await connect(peer.target, auth, peer.pinned, options);
  for (let n = 0; n < 3; n += 1) {
    const { stdout } = await run(connection, { script: pid, args: { n: '' }, timeoutMs: 5_000 });
    expect(stdout).toBe('ok\n');
    await eventually('the dead one is gone', () => connection.channels().open === 0);
  }
  connection.close();
  await peer.close();
});
