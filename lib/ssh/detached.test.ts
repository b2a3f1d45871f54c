import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '@/e2e/support/eventually';
import { startSshd, type TestSshd } from '@/e2e/support/sshd';
import { startTcpProxy, type TcpProxy } from '@/e2e/support/tcp-proxy';
import { Secret } from '@/lib/crypto/secret';
import { type RemoteScript, remoteScript } from './command';
import { connect } from './connect';
import type { SshConnection } from './connection';
import {
  cleanDetached,
  followDetached,
  inspectDetached,
  type StartOptions,
  startDetached,
  stopDetached,
} from './detached';
import type { DetachedRef } from './detached-ref';
import { isSshError } from './errors';
import { run } from './run';

/* These steps run as root on the machine of the test, below /var/lib/tomo/jobs, as they do on a server. */

let sshd: TestSshd;
let proxy: TcpProxy;
let connection: SshConnection;
const jobId = `test-${process.pid}-${Date.now()}`;
const used: DetachedRef[] = [];
const root = { privilege: 'root' } as const;

const open = () =>
  connect({ ...sshd.target, port: proxy.port }, sshd.auth, sshd.hostKeys.ed25519, {
    readyTimeoutMs: 10_000,
    keepaliveMs: 10_000,
  });

beforeAll(async () => {
  sshd = await startSshd();
  proxy = await startTcpProxy(sshd.target.port);
  connection = await open();
});

afterAll(async () => {
  if (!connection.alive()) connection = await open();
  for (const ref of used) {
    await stopDetached(connection, ref, { ...root, graceMs: 1_000 });
    await cleanDetached(connection, ref, root);
  }
  connection.close();
  await proxy.close();
  await sshd.close();
});

function step(stepKey: string): DetachedRef {
  const ref = { jobId, stepKey };
  used.push(ref);
  return ref;
}

const start = (ref: DetachedRef, script: RemoteScript, options: Partial<StartOptions> = {}) =>
  startDetached(connection, ref, { script, lock: 'none', ...root, ...options });

/** Follows to the end over as many connections as it takes, from the last offset each time. */
async function followAll(ref: DetachedRef, onChunk: (offset: number) => void = () => {}) {
  const parts: Buffer[] = [];
  let offset = 0;
  let reconnects = 0;
  for (;;) {
    if (!connection.alive()) connection = await open();
    try {
      const report = await followDetached(connection, ref, {
        ...root,
        fromOffset: offset,
        onChunk: async (chunk, after) => {
          parts.push(Buffer.from(chunk));
          expect(after).toBe(offset + chunk.length);
          offset = after;
          onChunk(offset);
        },
      });
      return { report, log: Buffer.concat(parts), reconnects };
    } catch (error) {
      if (!isSshError(error) || error.reason !== 'closed') throw error;
      reconnects += 1;
    }
  }
}

describe('a detached step', () => {
  test('runs once however often and in parallel it is started', async () => {
    const ref = step('once');
    const script = remoteScript('once', 'echo run; sleep 0.5');
    const answers = await Promise.all(Array.from({ length: 4 }, () => start(ref, script)));
    expect(answers.filter((answer) => answer === 'started')).toHaveLength(1);
    expect(await start(ref, remoteScript('other', 'echo another script'))).toBe('attached');
    const { report, log } = await followAll(ref);
    expect(log.toString()).toBe('run\n');
    expect(report).toEqual({ state: 'exited', exitCode: 0, logSize: 4 });
    expect(await start(ref, script)).toBe('attached');
    expect(await inspectDetached(connection, ref, root)).toEqual(report);
    // Not even its own runner runs it twice: a start that was cut off in the middle may be repeated.
    const again = remoteScript(
      'again',
      'folder="/var/lib/tomo/jobs/$job/once"; sh "$folder/runner" "$folder" session',
    );
    await run(connection, { script: again, args: { job: jobId }, timeoutMs: 5_000 });
    expect(await inspectDetached(connection, ref, root)).toEqual(report);
  });

  test('gives the same bytes over a wire that is cut again and again', async () => {
    const ref = step('cut');
    const body =
      'i=0; while [ "$i" -lt 400 ]; do i=$((i + 1)); echo "line $i of the step, $(date +%N)"; sleep 0.005; done; head -c 300000 /dev/zero; printf end; return 3';
    await start(ref, remoteScript('lines', body));
    let cuts = 0;
    const { report, log, reconnects } = await followAll(ref, (offset) => {
      if (offset < 1_500 * (cuts + 1) || cuts >= 5) return;
      cuts += 1;
      proxy.cut();
    });
    expect(reconnects).toBe(5);
    expect(report).toMatchObject({ state: 'exited', exitCode: 3, logSize: log.length });
    expect(log.equals(readFileSync(`/var/lib/tomo/jobs/${jobId}/cut/log`))).toBe(true);
    expect(log.subarray(-3).toString()).toBe('end');
  });

  test('keeps running while nobody is connected', async () => {
    const ref = step('alone');
    await start(
      ref,
      remoteScript('alone', 'i=0; while [ "$i" -lt 10 ]; do i=$((i + 1)); echo "$i"; sleep 0.05; done'),
    );
    proxy.cut();
    await eventually('the loss is noticed', () => !connection.alive());
    const { report, log } = await followAll(ref);
    expect(report.exitCode).toBe(0);
    expect(log.toString().trim().split('\n')).toHaveLength(10);
  });

  test('shows a line when it is written, not when the next one comes', async () => {
    const ref = step('live');
    await start(ref, remoteScript('live', 'echo ready; sleep 100'));
    const stop = new AbortController();
    const seen = await new Promise<string>((resolve) => {
      followDetached(connection, ref, {
        ...root,
        fromOffset: 0,
        signal: stop.signal,
        onChunk: (chunk) => resolve(chunk.toString()),
      }).catch(() => {});
    });
    stop.abort();
    expect(seen).toBe('ready\n');
  });

  test('is stopped with everything it started, and the end of the last process is awaited', async () => {
    const ref = step('stop');
    const child = 'trap : TERM; for i in 1 2 3 4; do sleep 0.2; done; echo late';
    await start(ref, remoteScript('family', `sh -c '${child}' & echo up; sleep 1000`));
    await eventually('it runs', async () => (await inspectDetached(connection, ref, root)).logSize > 0);
    const report = await stopDetached(connection, ref, root);
    expect(report).toMatchObject({ state: 'exited', exitCode: 143 });
    const { log } = await followAll(ref);
    expect(log.toString()).toMatch(/^up\n[\s\S]*late\n$/);
    expect(log).toHaveLength(report.logSize);
    expect(await stopDetached(connection, ref, root)).toEqual(report);
  });

  test('that ignores TERM is killed, and then counts as gone', async () => {
    const ref = step('stubborn');
    await start(ref, remoteScript('stubborn', 'trap "" TERM; echo up; sleep 1000; sleep 1000'));
    await eventually('it runs', async () => (await inspectDetached(connection, ref, root)).logSize > 0);
    expect(await stopDetached(connection, ref, { ...root, graceMs: 1_000 })).toMatchObject({ state: 'gone' });
  });

  test('that its runner did not survive is gone, not running', async () => {
    const ref = step('lost');
    await start(ref, remoteScript('lost', 'echo up; sleep 1000'));
    const [pid] = readFileSync(`/var/lib/tomo/jobs/${jobId}/lost/pid`, 'utf8').split(' ');
    process.kill(-Number(pid), 'SIGKILL');
    const { report, log } = await followAll(ref);
    expect(log.toString()).toBe('up\n');
    expect(report).toEqual({ state: 'gone', logSize: 3 });
  });

  test('whose end a power cut left without its code is gone, not a mystery', async () => {
    const ref = step('torn');
    await start(ref, remoteScript('torn', 'echo run'));
    await followAll(ref);
    writeFileSync(`/var/lib/tomo/jobs/${jobId}/torn/exit`, '');
    expect(await inspectDetached(connection, ref, root)).toEqual({ state: 'gone', logSize: 4 });
  });

  test('runs whole where a power cut left its files without a byte before it began', async () => {
    const ref = step('empty');
    const folder = `/var/lib/tomo/jobs/${jobId}/empty`;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of ['script', 'runner', 'log', 'alive']) writeFileSync(`${folder}/${name}`, '');
    expect(await start(ref, remoteScript('whole', 'echo run; return 4'))).toBe('started');
    const { report, log } = await followAll(ref);
    expect([log.toString(), report.exitCode]).toEqual(['run\n', 4]);
  });

  test('is absent where it never started, and its folder goes when it has ended', async () => {
    const ref = step('clean');
    expect(await inspectDetached(connection, ref, root)).toEqual({ state: 'absent', logSize: 0 });
    await start(ref, remoteScript('clean', 'sleep 0.3'));
    expect(await cleanDetached(connection, ref, root)).toMatchObject({ state: 'running' });
    await followAll(ref);
    expect(await cleanDetached(connection, ref, root)).toEqual({ state: 'absent', logSize: 0 });
  });

  test('holds values byte for byte and secrets nowhere on disk', async () => {
    const ref = step('values');
    const word = `it's $(id) \`id\`\n"ü"`;
    const script = remoteScript('values', `printf '%s|%s' "$word" "\${#token}"; sleep 0.2`);
    await start(ref, script, { args: { word }, secrets: { token: new Secret("hush'hush canary") } });
    const { log } = await followAll(ref);
    expect(log.toString()).toBe(`${word}|16`);
    const search = remoteScript(
      'search',
      'grep -rl canary "/var/lib/tomo/jobs/$job" "/run/tomo/$job" || echo none; stat -c "%a %n" "/var/lib/tomo/jobs/$job/values" "/var/lib/tomo/jobs/$job/values"/*',
    );
    const { stdout } = await run(connection, { script: search, args: { job: jobId }, timeoutMs: 5_000 });
    const [found, ...modes] = stdout.trim().split('\n');
    expect(found).toBe('none');
    expect(modes[0]).toMatch(/^700 /);
    for (const mode of modes.slice(1)) expect(mode).toMatch(/^600 /);
  });

  test('does not pass its locks on to a daemon that it leaves behind', async () => {
    const ref = step('daemon');
    await start(ref, remoteScript('daemon', 'setsid sleep 3 >/dev/null 2>&1 & echo done'), {
      lock: 'exclusive',
    });
    const since = performance.now();
    const { report } = await followAll(ref);
    expect(report).toMatchObject({ state: 'exited', exitCode: 0 });
    const next = step('after-daemon');
    await start(next, remoteScript('next', 'echo next'), { lock: 'exclusive' });
    expect((await followAll(next)).log.toString()).toBe('next\n');
    expect(performance.now() - since).toBeLessThan(2_900);
  });
});

describe('the lock of a server', () => {
  test('lets one exclusive step run at a time, and says what the next one waits for', async () => {
    const first = step('first');
    const second = step('second');
    await start(first, remoteScript('first', 'echo begin; sleep 0.8; echo end'), { lock: 'exclusive' });
    await eventually(
      'the first runs',
      async () => (await inspectDetached(connection, first, root)).logSize > 0,
    );
    await start(second, remoteScript('second', 'echo second'), { lock: 'shared' });
    await eventually('it waits', async () => (await inspectDetached(connection, second, root)).logSize > 0);
    expect((await inspectDetached(connection, first, root)).state).toBe('running');
    expect((await followAll(second)).log.toString()).toBe(
      'Waiting: another change runs on this server.\nsecond\n',
    );
    expect((await inspectDetached(connection, first, root)).state).toBe('exited');
  });

  test('lets shared steps run beside each other, and gives up after the time it was given', async () => {
    const script = remoteScript('shared', 'echo up; sleep 2');
    const [one, two, three] = [step('shared-1'), step('shared-2'), step('exclusive')];
    await start(one, script, { lock: 'shared' });
    await start(two, script, { lock: 'shared' });
    await eventually('both run', async () => {
      const sizes = await Promise.all([one, two].map((ref) => inspectDetached(connection, ref, root)));
      return sizes.every(({ logSize }) => logSize === 3);
    });
    await start(three, remoteScript('never', 'echo ran'), { lock: 'exclusive', lockWaitMs: 1_000 });
    const { report, log } = await followAll(three);
    expect(report.exitCode).toBe(75);
    expect(log.toString()).not.toContain('ran');
  });
});

describe('names of steps', () => {
  test.each(['../x', 'a/b', 'A', '', '-x', 'a b', 'a\n', "a'b", '.x'])('%j are refused', async (name) => {
    await expect(inspectDetached(connection, { jobId, stepKey: name }, root)).rejects.toThrow(/Step key/);
    await expect(inspectDetached(connection, { jobId: name, stepKey: 'a' }, root)).rejects.toThrow(/Job id/);
  });
});
