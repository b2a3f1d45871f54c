import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { factsScript } from './facts-script';
import { parseFacts } from './parse-facts';

const shells = [
  ['dash', '/bin/dash', []],
  ['bash', '/bin/bash', ['--posix']],
  ['busybox ash', '/bin/busybox', ['ash']],
] as const;

const PROGRAMS = '/usr/sbin:/usr/bin:/sbin:/bin';
let bin: string;
beforeEach(() => {
  bin = mkdtempSync(path.join(tmpdir(), 'tomo-facts-'));
});
afterEach(() => rmSync(bin, { recursive: true, force: true }));

/** The script as a server runs it, with programs of this test in front of those of the machine. */
function ask(shell: string, args: readonly string[], programs = `${bin}:${PROGRAMS}`) {
  const text = `set -eu\nLC_ALL=C\nexport LC_ALL\nmain() {\n${factsScript.body}\n}\nmain </dev/null\n`;
  return spawnSync(shell, [...args, '-s'], {
    input: text,
    encoding: 'utf8',
    env: { PATH: programs } as unknown as NodeJS.ProcessEnv,
    timeout: 60_000,
  });
}

function program(name: string, body: string): void {
  writeFileSync(path.join(bin, name), `#!/bin/sh\n${body}\n`);
  chmodSync(path.join(bin, name), 0o755);
}

describe('the facts script', () => {
  test.each(shells.filter(([, file]) => existsSync(file)))('is understood by %s', (_name, file, args) => {
    program('apt-get', 'echo "Inst curl [1.0] (1.1 Debian-Security:12/stable-security [amd64])"');
    const { stdout, stderr, status } = ask(file, args);
    expect([status, stderr]).toEqual([0, '']);
    expect(parseFacts(stdout)).toMatchObject({ kernel: { name: 'Linux' }, packageManager: 'apt-get' });
  });

  it('answers whole although programs hang for ever', () => {
    program('timeout', '[ "$1" = -k ] && shift 2; shift; exec /usr/bin/timeout 0.2 "$@"');
    for (const name of ['docker', 'apt-get', 'ss', 'systemctl', 'systemd-detect-virt', 'timedatectl'])
      program(name, 'exec /bin/sleep 600');
    const { stdout, status } = ask('/bin/sh', []);
    expect(status).toBe(0);
    expect(parseFacts(stdout)).toMatchObject({ listeners: [], docker: { status: 'absent' } });
  });

  it('answers whole where they hang and there is no program that could end them', () => {
    for (const folder of PROGRAMS.split(':').filter((name) => existsSync(name)))
      for (const name of readdirSync(folder))
        if (
          !['timeout', 'sleep', 'docker', 'apt-get', 'ss'].includes(name) &&
          !existsSync(path.join(bin, name))
        )
          symlinkSync(path.join(folder, name), path.join(bin, name));
    program('sleep', 'exec /bin/sleep 0.2');
    for (const name of ['docker', 'ss', 'apt-get']) program(name, 'exec /bin/sleep 600');
    const { stdout, status } = ask('/bin/sh', [], bin);
    expect(status).toBe(0);
    expect(parseFacts(stdout)).toMatchObject({ packageManager: 'apt-get', listeners: [] });
  });

  it('prints a bounded answer whatever a program prints', () => {
    program('timeout', '[ "$1" = -k ] && shift 2; shift; exec "$@"');
    program('apt-get', 'yes "Inst package [1] (2 Debian:12/stable [amd64])" | head -c 5000000');
    program('docker', 'yes "flood" | head -c 5000000');
    const { stdout, status } = ask('/bin/sh', []);
    expect(status).toBe(0);
    expect(stdout.length).toBeLessThan(2_000_000);
    expect(parseFacts(stdout).kernel.name).toBe('Linux');
  });
});
