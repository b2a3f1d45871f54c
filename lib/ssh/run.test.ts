import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '@/e2e/support/eventually';
import { loop } from '@/e2e/support/loop';
import { startSshd, type TestSshd } from '@/e2e/support/sshd';
import { Secret } from '@/lib/crypto/secret';
import { remoteScript } from './command';
import { connect } from './connect';
import type { SshConnection } from './connection';
import { compose } from './program';
import { remoteCommands } from './remote-command';
import { run } from './run';

let sshd: TestSshd;
let connection: SshConnection;
/** The shell that is kept ready for the next script. */
const spare = 1;
const folder = mkdtempSync(path.join(tmpdir(), 'tomo-run-'));

const open = () =>
  connect(sshd.target, sshd.auth, sshd.hostKeys.ed25519, { readyTimeoutMs: 10_000, keepaliveMs: 10_000 });

beforeAll(async () => {
  sshd = await startSshd();
  connection = await open();
});

afterAll(async () => {
  connection.close();
  await sshd.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => {
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
});

describe('a script on a real server', () => {
  test('gives back exit code, stdout and stderr, and reads nothing from stdin', async () => {
    const script = remoteScript('both', 'readlink /proc/self/fd/0; cat; echo out; echo err >&2');
    expect(await run(connection, { script, timeoutMs: 10_000 })).toMatchObject({
      exitCode: 0,
      stdout: '/dev/null\nout\n',
      stderr: 'err\n',
    });
  });

  test('stops at the first failing command and reports its code', async () => {
    const script = remoteScript('fails', 'echo before; (exit 7); echo after');
    expect(await run(connection, { script, timeoutMs: 10_000 })).toMatchObject({
      exitCode: 7,
      stdout: 'before\n',
    });
  });

  test('that uses an unknown value fails instead of running on with nothing', async () => {
    const script = remoteScript('unset', 'rm -rf "/nowhere/$missing"; echo after');
    const result = await run(connection, { script, timeoutMs: 10_000 });
    expect(result.exitCode).not.toBe(0);
    expect(result.stdout).toBe('');
  });

  test('that leaves by exit 0 before its end is no success', async () => {
    const script = remoteScript('leaves', 'echo half; exit 0');
    await expect(run(connection, { script, timeoutMs: 10_000 })).rejects.toMatchObject({
      reason: 'truncated',
    });
  });

  test('that kills itself is reported with its signal', async () => {
    const script = remoteScript('dies', 'kill -KILL $$');
    await expect(run(connection, { script, timeoutMs: 10_000 })).rejects.toMatchObject({
      reason: 'signal',
      data: { signal: 'SIGKILL' },
    });
  });

  test('writes files that only its account may read, whatever the login umask is', async () => {
    const script = remoteScript('writes', 'echo x >"$file"; stat -c %a "$file"');
    const result = await run(connection, {
      script,
      args: { file: path.join(folder, 'f') },
      timeoutMs: 10_000,
    });
    expect(result.stdout).toBe('600\n');
  });

  test('streams to a slow reader without running ahead of it', async () => {
    const script = remoteScript('much', 'head -c 30000000 /dev/zero');
    let bytes = 0;
    let atOnce = 0;
    let busy = 0;
    const result = await run(connection, {
      script,
      timeoutMs: 60_000,
      onStdout: async (chunk) => {
        busy += 1;
        atOnce = Math.max(atOnce, busy);
        bytes += chunk.length;
        if (bytes < 3_000_000) await new Promise((resolve) => setTimeout(resolve, 2));
        busy -= 1;
      },
    });
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect(bytes).toBe(30_000_000);
    expect(atOnce).toBe(1);
  });
});

describe('values', () => {
  const echo = remoteScript('echo', 'printf "%s" "$value"');

  const hostile = loop('hostile texts arrive byte for byte, and none runs', { quick: 300, long: 20_000 });
  test(hostile.title, async () => {
    const canary = path.join(folder, 'canary');
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom(
        `'; touch ${canary}; '`,
        `$(touch ${canary})`,
        `\`touch ${canary}\``,
        `"; touch ${canary}; "`,
        `\n}\ntouch ${canary}\n`,
        `'\\''; touch ${canary}; #`,
        `' </dev/null\ntouch ${canary}\n'`,
        `\\'; touch ${canary}; \\'`,
        '-n',
        '--help',
        '%s%n',
        '\\',
        "'",
        "''",
        '!!',
        '~',
        '*',
        '\u0081\u0088',
        '\u001b[2J',
        '\r\n',
        'EOF\nEOF',
      ),
    );
    const texts = fc
      .sample(nasty, { numRuns: hostile.size, seed: 20_26 })
      .map((text) => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, ''));
    for (let from = 0; from < texts.length; from += 50) {
      const some = texts.slice(from, from + 50);
      const args = Object.fromEntries(some.map((text, i) => [`v${i}`, text]));
      const all = remoteScript(
        'all',
        Array.from({ length: 50 }, (_, i) => `printf '%s\\0' "$v${i}"`).join('\n'),
      );
      const { stdout, exitCode } = await run(connection, { script: all, args, timeoutMs: 10_000 });
      expect(exitCode).toBe(0);
      expect(stdout.split('\0').slice(0, -1)).toEqual(some);
    }
    expect(existsSync(canary)).toBe(false);
  });

  test('of 64 KiB arrive whole, larger ones are refused before anything is sent', async () => {
    const value = "'x".repeat(32 * 1024);
    expect((await run(connection, { script: echo, args: { value }, timeoutMs: 10_000 })).stdout).toBe(value);
    await expect(
      run(connection, { script: echo, args: { value: `${value}x` }, timeoutMs: 10_000 }),
    ).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('that no shell can hold are refused: NUL and half characters', async () => {
    for (const value of ['a\0b', '\ud800', 'x\udfff']) {
      await expect(
        run(connection, { script: echo, args: { value }, timeoutMs: 10_000 }),
      ).rejects.toMatchObject({
        code: 'invalid',
      });
    }
  });

  test('cannot take the names that decide how a shell works', async () => {
    for (const name of ['PATH', 'IFS', 'ENV', 'tomo_x', 'a-b', 'a b', '1a', '', 'a;b']) {
      await expect(
        run(connection, { script: echo, args: { [name]: 'x' }, timeoutMs: 10_000 }),
      ).rejects.toThrow(/snake_case/);
    }
  });

  test('that are secret reach the script and stand in no command line and no environment', async () => {
    const script = remoteScript(
      'search',
      `echo "\${#token}"; cat /proc/self/environ /proc/$$/environ /proc/$$/cmdline /proc/self/cmdline | tr '\\0' '\\n'`,
    );
    const token = new Secret('hush-hush-canary');
    const { stdout } = await run(connection, { script, secrets: { token }, timeoutMs: 10_000 });
    expect(stdout.startsWith('16\n')).toBe(true);
    expect(stdout).not.toContain('canary');
    expect(stdout).toContain('/bin/sh');
  });
});

describe('a transfer that is cut', () => {
  test('runs nothing, wherever the cut is', async () => {
    const file = path.join(folder, 'effect');
    const script = remoteScript('effect', 'echo done >"$file"');
    const { stdin, command } = compose(script, { args: { file } }, undefined);
    const bytes = Buffer.from(stdin);
    const last = bytes.lastIndexOf('}');
    const cutAt = async (length: number) => {
      const channel = await connection.openChannel(command);
      channel.resume();
      channel.stderr.resume();
      channel.end(bytes.subarray(0, length));
      await new Promise((resolve) => channel.once('close', resolve));
    };
    const cuts = Array.from({ length: last + 1 }, (_, length) => length);
    for (let from = 0; from < cuts.length; from += 8)
      await Promise.all(cuts.slice(from, from + 8).map(cutAt));
    expect(cuts.length).toBeGreaterThan(300);
    expect(existsSync(file)).toBe(false);
    await cutAt(bytes.length);
    expect(existsSync(file)).toBe(true);
  }, 60_000);
});

describe('a command that must be ended', () => {
  const marked = (name: string, body: string) => remoteScript(name, `echo $$ >"$file"; ${body}`);
  const isAlive = (pid: string) => existsSync(`/proc/${pid.trim()}`);
  const pidOf = async (file: string) => {
    const cat = remoteScript('cat', 'cat "$file"');
    return (await run(connection, { script: cat, args: { file }, timeoutMs: 10_000 })).stdout;
  };

  test.each([
    ['takes too long', { timeoutMs: 700 }, 'timeout', 'sleep 100'],
    ['is silent too long', { timeoutMs: 60_000, idleMs: 500 }, 'idle', 'echo one; sleep 100'],
    ['prints without end', { timeoutMs: 60_000, maxBytes: 100_000 }, 'output_limit', 'yes'],
    ['ignores TERM', { timeoutMs: 700 }, 'timeout', 'trap "" TERM; sleep 100; sleep 100'],
  ])('because it %s is gone from the server afterwards', async (_what, limits, reason, body) => {
    const file = path.join(folder, 'pid');
    const attempt = run(connection, { script: marked('endless', body), args: { file }, ...limits });
    await expect(attempt).rejects.toMatchObject({ reason });
    const pid = await pidOf(file);
    expect(pid).toMatch(/^\d+\n$/);
    await eventually('the process is gone', () => !isAlive(pid));
    await eventually('its channel is free', () => connection.channels().open <= spare);
  });

  test('because its caller gave up is gone, and the caller’s error is "aborted"', async () => {
    const file = path.join(folder, 'pid');
    const giveUp = new AbortController();
    const attempt = run(connection, {
      script: marked('waits', 'echo ready; sleep 100'),
      args: { file },
      timeoutMs: 60_000,
      signal: giveUp.signal,
      onStdout: () => giveUp.abort(),
    });
    await expect(attempt).rejects.toMatchObject({ reason: 'aborted' });
    const pid = await pidOf(file);
    await eventually('the process is gone', () => !isAlive(pid));
  });

  test('has as much time as it is given, also when that is for ever', async () => {
    const script = remoteScript('short', 'sleep 0.3; echo done');
    for (const forEver of [Number.POSITIVE_INFINITY, 2 ** 31]) {
      const result = await run(connection, { script, timeoutMs: forEver, idleMs: forEver });
      expect(result.stdout).toBe('done\n');
    }
  });

  test('because a callback threw passes that error on', async () => {
    const attempt = run(connection, {
      script: remoteScript('talks', 'while :; do echo x; sleep 0.05; done'),
      timeoutMs: 60_000,
      onStdout: () => Promise.reject(new Error('the disk is full')),
    });
    await expect(attempt).rejects.toThrow('the disk is full');
  });
});

describe('many commands at once', () => {
  test('share 8 channels in the order of asking, and all come through', async () => {
    const script = remoteScript('short', 'sleep 0.05; echo "$n"');
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, connection.channels().open);
    }, 5);
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        run(connection, { script, args: { n: String(n) }, timeoutMs: 30_000 }),
      ),
    );
    clearInterval(watch);
    expect(results.map(({ stdout }) => stdout)).toEqual(Array.from({ length: 40 }, (_, n) => `${n}\n`));
    expect(most).toBeLessThanOrEqual(8);
    expect(connection.channels().waiting).toBe(0);
    expect(connection.channels().open).toBeLessThanOrEqual(spare);
  });

  test('end with "closed" when the connection goes, also those that wait for a channel', async () => {
    const second = await open();
    const script = remoteScript('sleeps', 'sleep 30');
    const runs = Array.from({ length: 10 }, () => run(second, { script, timeoutMs: 60_000 }));
    const ends = Promise.all(runs.map((one) => one.catch((error: unknown) => error)));
    setTimeout(() => second.close(), 300);
    for (const end of await ends) expect(end).toMatchObject({ reason: 'closed' });
    await expect(run(second, { script, timeoutMs: 1_000 })).rejects.toMatchObject({ reason: 'closed' });
  });
});

describe('the commands that a server’s login shell ever sees', () => {
  test('are four constants', () => {
    expect(Object.values(remoteCommands)).toEqual([
      'exec /bin/sh -s',
      'exec sudo -n /bin/sh -s',
      'exec docker system dial-stdio',
      "exec sudo -k -S -p '' -- docker system dial-stdio",
    ]);
  });
});
