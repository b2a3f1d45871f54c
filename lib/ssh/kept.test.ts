import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '@/e2e/support/eventually';
import { startSshd, type TestSshd } from '@/e2e/support/sshd';
import { remoteScript } from './command';
import { connect } from './connect';
import type { SshConnection } from './connection';
import { openKept } from './kept';
import { run } from './run';

let sshd: TestSshd;
let connection: SshConnection;
const open = () =>
  connect(sshd.target, sshd.auth, sshd.hostKeys.ed25519, { readyTimeoutMs: 10_000, keepaliveMs: 10_000 });

beforeAll(async () => {
  sshd = await startSshd();
  connection = await open();
});
afterAll(async () => {
  connection.close();
  await sshd.close();
});

describe('a kept shell', () => {
  test('answers each request with what its body printed, in order and by one process', async () => {
    const shell = await openKept(
      connection,
      remoteScript('count', `n=$((\${n:-0} + 1)); echo "$n $$"; false`),
    );
    const answers = await Promise.all([shell.request(), shell.request(), shell.request()]);
    const [, pid] = answers[0]?.split(' ') ?? [];
    expect(answers).toEqual([`1 ${pid}`, `2 ${pid}`, `3 ${pid}`]);
    expect(connection.channels().open).toBe(1);
    shell.close();
    await eventually('its channel is free', () => connection.channels().open === 0);
    expect(shell.alive()).toBe(false);
    await expect(shell.request()).rejects.toMatchObject({ reason: 'closed' });
  });

  test('keeps its requests to itself: children see neither stdin nor descriptor 3', async () => {
    const shell = await openKept(
      connection,
      remoteScript('look', 'readlink /proc/self/fd/0; cat; ls /proc/self/fd'),
    );
    expect((await shell.request()).split('\n').filter(Boolean)).toEqual(['/dev/null', '0', '1', '2', '3']);
    const again = await openKept(
      connection,
      remoteScript('three', 'sh -c "read -r x <&3" 2>&1 | head -c 300'),
    );
    expect(await again.request()).toMatch(/[Bb]ad f/);
    shell.close();
    again.close();
  });

  test('takes values as any script does', async () => {
    const shell = await openKept(connection, remoteScript('say', 'printf "%s" "$word"'), {
      args: { word: "it's $(id)" },
    });
    expect(await shell.request()).toBe("it's $(id)");
    shell.close();
  });

  test('that does not answer in time fails, and is closed', async () => {
    const shell = await openKept(connection, remoteScript('hangs', 'sleep 60'), { answerMs: 1_500 });
    await expect(shell.request()).rejects.toMatchObject({ reason: 'timeout' });
    expect(shell.alive()).toBe(false);
  });

  test('that prints without end is closed instead of collected', async () => {
    const shell = await openKept(connection, remoteScript('floods', 'head -c 3000000 /dev/zero'));
    await expect(shell.request()).rejects.toMatchObject({ reason: 'output_limit' });
  });

  test('ends with the connection, and leaves no process behind', async () => {
    const second = await open();
    const shell = await openKept(second, remoteScript('pid', 'echo $$'));
    const pid = (await shell.request()).trim();
    const waiting = openKept(second, remoteScript('slow', 'sleep 20')).then((slow) => slow.request());
    waiting.catch(() => {});
    second.close();
    await expect(waiting).rejects.toMatchObject({ reason: 'closed' });
    const exists = remoteScript('exists', 'if [ -d "/proc/$pid" ]; then echo yes; else echo no; fi');
    await eventually('the shell is gone from the server', async () => {
      const { stdout } = await run(connection, { script: exists, args: { pid }, timeoutMs: 5_000 });
      return stdout === 'no\n';
    });
  });
});
