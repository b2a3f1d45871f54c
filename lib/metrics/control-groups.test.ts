import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { containerFunctions, parseContainers } from './control-groups';

/*
 * Constructed trees: the formats are those of the kernel (cgroup-v2.rst, cgroup-v1/*.rst), the numbers are made up. What
 * the lab's servers really answer is recorded in fixtures/debian-13-containers.txt.
 */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tomo-cgroup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const id = (digit: string) => digit.repeat(64);

function tree(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** The group of a container under version 2, as the kernel writes it. */
const version2 = (group: string, changes: Record<string, string> = {}) => ({
  [`${group}/cpu.stat`]:
    'usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n',
  [`${group}/memory.current`]: '104857600\n',
  [`${group}/memory.stat`]:
    'anon 52428800\nfile 41943040\ninactive_anon 0\ninactive_file 20971520\nactive_file 20971520\n',
  [`${group}/memory.max`]: 'max\n',
  [`${group}/io.stat`]:
    '8:0 rbytes=4096 wbytes=8192 rios=1 wios=2 dbytes=0 dios=0\n253:0 rbytes=1000 wbytes=0 rios=1 wios=0 dbytes=0 dios=0\n',
  [`${group}/pids.current`]: '7\n',
  [`${group}/cgroup.procs`]: '',
  ...Object.fromEntries(Object.entries(changes).map(([name, text]) => [`${group}/${name}`, text])),
});

function ask(shell: string[] = ['/bin/sh'], environment: Record<string, string> = {}) {
  const [program = '', ...rest] = shell;
  const script = containerFunctions
    .replaceAll('/sys/fs/cgroup', folder)
    .replaceAll('/proc/', `${folder}/proc/`);
  const input = `set -eu\n${script}\nset +e\nlist_parents\nshow_containers\n`;
  const stdio: ['pipe', 'pipe', 'inherit'] = ['pipe', 'pipe', 'inherit'];
  const output = execFileSync(program, [...rest, '-s'], {
    input,
    encoding: 'utf8',
    stdio,
    maxBuffer: 8 * 1024 * 1024,
    env: { ...process.env, LC_ALL: 'C', ...environment },
  });
  return parseContainers(output.split('\n'));
}

describe('version 2', () => {
  beforeEach(() =>
    tree({ 'cgroup.controllers': 'cpu io memory pids\n', 'proc/uptime': '1000.25 3000.00\n' }),
  );

  const places: [driver: string, group: string][] = [
    ['systemd', `system.slice/docker-${id('a')}.scope`],
    ['cgroupfs', `docker/${id('a')}`],
    ['systemd, below a slice of its own', `apps.slice/apps-web.slice/docker-${id('a')}.scope`],
    ['rootless', `user.slice/user-1000.slice/user@1000.service/user.slice/docker-${id('a')}.scope`],
  ];
  test.each(places)('finds a container of the driver %s and reads all its numbers', (_driver, group) => {
    tree(version2(group, { 'cgroup.procs': '41\n42\n' }));
    tree({
      'proc/41/net/dev':
        'Inter-|   Receive  |  Transmit\n face |bytes packets errs drop fifo frame compressed multicast|bytes packets\n    lo: 9999 1 0 0 0 0 0 0 9999 1 0 0 0 0 0 0\n  eth0: 5000000000 9 0 0 0 0 0 0 700 3 0 0 0 0 0 0\n  eth1:1 9 0 0 0 0 0 0 2 3 0 0 0 0 0 0\n',
    });
    const sample = ask();
    expect(sample?.uptimeSeconds).toBe(1000.25);
    expect([...(sample?.counters ?? [])]).toEqual([
      [
        id('a'),
        {
          cpuSeconds: 2.5,
          memoryBytes: 104857600 - 20971520,
          memoryLimitBytes: null,
          readBytes: 5096,
          writtenBytes: 8192,
          processes: 7,
          receivedBytes: 5000000001,
          sentBytes: 702,
        },
      ],
    ]);
  });

  it('takes a limit as it stands, and what a controller does not say as unknown', () => {
    tree(version2(`docker/${id('b')}`, { 'memory.max': '268435456\n' }));
    rmSync(path.join(folder, `docker/${id('b')}/io.stat`));
    rmSync(path.join(folder, `docker/${id('b')}/pids.current`));
    expect(ask()?.counters.get(id('b'))).toMatchObject({
      memoryLimitBytes: 268435456,
      readBytes: null,
      writtenBytes: null,
      processes: null,
      receivedBytes: null,
    });
  });

  it('a container that goes in the middle of a sample costs only itself', () => {
    tree(version2(`docker/${id('c')}`));
    tree({ [`docker/${id('d')}/memory.current`]: '1\n' });
    expect([...(ask()?.counters.keys() ?? [])]).toEqual([id('c')]);
  });

  it('leaves alone what is no container of Docker, and names that would need quoting', () => {
    tree(version2(`docker/${id('e')}`));
    tree(version2('system.slice/docker.service'));
    tree(version2(`machine.slice/libpod-${id('f')}.scope`));
    tree(version2(`docker/${'9'.repeat(63)}`));
    tree(version2(`a b;c/${id('1')}`));
    expect([...(ask()?.counters.keys() ?? [])]).toEqual([id('e')]);
  });

  it('reads 500 containers in one answer that fits', () => {
    for (let number = 0; number < 500; number++) {
      const group = `docker/${number.toString(16).padStart(64, '0')}`;
      tree({ [`${group}/cpu.stat`]: `usage_usec ${number}\n`, [`${group}/memory.current`]: '4096\n' });
    }
    expect(ask()?.counters.size).toBe(500);
  });

  it('answers nothing, and fails at nothing, where no container runs', () => {
    expect(ask()?.counters.size).toBe(0);
  });

  const shells = [['/bin/dash'], ['/bin/bash'], ['/bin/busybox', 'sh']].filter(([file]) =>
    existsSync(file ?? ''),
  );
  const awks = ['/usr/bin/mawk', '/usr/bin/gawk', '/usr/bin/original-awk', '/bin/busybox'].filter(existsSync);
  test.each(shells.flatMap((shell) => awks.map((awk) => [shell.join(' '), awk] as const)))(
    'says the same in %s with %s',
    (shell, awk) => {
      symlinkSync(awk, path.join(folder, 'awk'));
      tree(version2(`system.slice/docker-${id('a')}.scope`));
      tree(version2(`docker/${id('b')}`, { 'cpu.stat': 'usage_usec 9223372036854\n' }));
      const counters = ask(shell.split(' '), { PATH: `${folder}:/usr/bin:/bin` })?.counters;
      expect(counters?.get(id('a'))).toMatchObject({ cpuSeconds: 2.5, readBytes: 5096, processes: 7 });
      expect(counters?.get(id('b'))?.cpuSeconds).toBeCloseTo(9223372.036854, 3);
    },
  );
});

describe('version 1', () => {
  const group = `docker/${id('a')}`;
  beforeEach(() =>
    tree({
      'proc/uptime': '50.5 90.0\n',
      [`cpuacct/${group}/cpuacct.usage`]: '1500000000\n',
      [`cpuacct/${group}/cgroup.procs`]: '',
      [`memory/${group}/memory.usage_in_bytes`]: '1000000\n',
      [`memory/${group}/memory.limit_in_bytes`]: '9223372036854771712\n',
      [`memory/${group}/memory.stat`]: 'cache 1\ninactive_file 1\ntotal_inactive_file 400000\n',
      [`blkio/${group}/blkio.throttle.io_service_bytes`]:
        '8:0 Read 100\n8:0 Write 200\n8:0 Sync 300\n8:0 Total 300\nTotal 300\n',
      [`pids/${group}/pids.current`]: '3\n',
    }),
  );

  it('reads each number from its own hierarchy', () => {
    expect(ask()?.counters.get(id('a'))).toEqual({
      cpuSeconds: 1.5,
      memoryBytes: 600000,
      memoryLimitBytes: null,
      readBytes: 100,
      writtenBytes: 200,
      processes: 3,
      receivedBytes: null,
      sentBytes: null,
    });
  });

  it('prefers the counters that include what is below', () => {
    tree({
      [`blkio/${group}/blkio.throttle.io_service_bytes_recursive`]:
        '8:0 Read 111\n8:0 Write 222\nTotal 333\n',
    });
    expect(ask()?.counters.get(id('a'))).toMatchObject({ readBytes: 111, writtenBytes: 222 });
  });

  it('knows processor time where memory is not accounted', () => {
    rmSync(path.join(folder, 'memory'), { recursive: true });
    expect(ask()?.counters.get(id('a'))).toMatchObject({ cpuSeconds: 1.5, memoryBytes: null });
  });
});

it('lines that are none are skipped, and an answer that is none is no sample', () => {
  const lines = [
    '=containers 2 10.5',
    `${id('a')} 5 - - - - - - - -`,
    `${id('b')} -5 1 1 1 1 1 1 1 1`,
    `${id('c')} 1e9 1 1 1 1 1 1 1 1`,
    `${'g'.repeat(64)} 1 1 1 1 1 1 1 1 1`,
    `${id('d')} 7`,
    '',
  ];
  expect(
    [...(parseContainers(lines)?.counters ?? [])].map(([key, { cpuSeconds }]) => [key, cpuSeconds]),
  ).toEqual([
    [id('a'), 5e-6],
    [id('d'), 7e-6],
  ]);
  expect(parseContainers(['=containers 3 10'])).toBeNull();
  expect(parseContainers([])).toBeNull();
});
