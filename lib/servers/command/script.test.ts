import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { startSshd, type TestSshd } from '@/e2e/support/sshd';
import { connect, type SshConnection } from '@/lib/ssh/connect';
import { run } from '@/lib/ssh/run';
import { commandScript } from './script';

let sshd: TestSshd;
let connection: SshConnection;
beforeAll(async () => {
  sshd = await startSshd();
  connection = await connect(sshd.target, sshd.auth, sshd.hostKeys.ed25519, {
    readyTimeoutMs: 10_000,
    keepaliveMs: 10_000,
  });
});
afterAll(async () => {
  connection.close();
  await sshd.close();
});

const say = (command: string) =>
  run(connection, { script: commandScript, args: { command }, timeoutMs: 10_000 });

describe('a command of an administrator', () => {
  const commands: [command: string, exitCode: number, stdout: string][] = [
    ['echo one; false; echo two', 0, 'one\ntwo\n'],
    ['exit 7', 7, ''],
    ['echo "$unset-"', 0, '-\n'],
    [`printf '%s|' "it's" '%s' "\\$(id)"`, 0, "it's|%s|$(id)|"],
    ['cat; read -r line || echo nothing', 0, 'nothing\n'],
    ['cat <<EOF\nbody \\ $((1 + 1))\nEOF', 0, 'body \\ 2\n'],
    ['echo hash # and a comment', 0, 'hash\n'],
    ['echo naïve ✓', 0, 'naïve ✓\n'],
    ['return 4', 4, ''],
    ['kill -9 $$', 137, ''],
  ];
  test.each(commands)('%j', async (command, exitCode, stdout) => {
    expect(await say(command)).toMatchObject({ exitCode, stdout });
  });

  it('begins as a shell of a person does: at home, not strict, with files others may read', async () => {
    const { stdout } = await say(
      'umask; [ "$PWD" = "$(cd; pwd)" ] && echo home; case $- in *[eu]*) echo strict ;; esac',
    );
    expect(stdout).toBe('0022\nhome\n');
  });

  it('runs nothing of a text that is not whole', async () => {
    const { exitCode, stdout } = await say('echo began\nif true; then echo inside');
    expect([exitCode === 0, stdout]).toEqual([false, '']);
  });

  it('stands in no list of processes', async () => {
    const { stdout } = await say(
      'secret_word=never-in-argv; tr "\\0" " " </proc/$PPID/cmdline; tr "\\0" " " </proc/$$/cmdline',
    );
    expect(stdout).not.toContain('never-in-argv');
  });
});
