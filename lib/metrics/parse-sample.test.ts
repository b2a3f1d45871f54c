import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { containerIntervals } from './container-rates';
import { countedDisks } from './counted-devices';
import { parseSample } from './parse-sample';
import { SAMPLE_HEADER, sampleScript } from './sample-script';

const recorded = (name: string) => readFileSync(new URL(`./fixtures/${name}.txt`, import.meta.url), 'utf8');
const first = (name: string) => recorded(name).split(/^(?==tomo-sample)/m)[0] ?? '';

describe('a recorded answer', () => {
  const answers: [name: string, uptime: number, interfaces: string[], mounts: string[]][] = [
    ['debian-12', 1158.59, ['eth0'], ['/', '/var/lib/docker']],
    ['debian-13', 1158.54, ['eth0'], ['/', '/var/lib/docker']],
    ['docker-host', 1158.49, ['ifb0', 'ifb1', 'eth0', 'docker0'], ['/']],
  ];
  test.each(answers)(
    'of %s has its clock, memory, processor, devices and mounts',
    (name, uptime, interfaces, mounts) => {
      const sample = parseSample(first(name));
      expect(sample.uptimeSeconds).toBeCloseTo(uptime, 0);
      expect(sample.memory.totalBytes).toBe(24683656 * 1024);
      expect(sample.memory.availableBytes).toBeGreaterThan(sample.memory.totalBytes / 2);
      expect(sample.cpu.idle).toBeGreaterThan(100_000);
      expect(sample.disks.map((disk) => disk.name)).toEqual(['vda']);
      expect(sample.interfaces.map((item) => item.name)).toEqual(interfaces);
      expect(sample.mounts.map((mount) => mount.point)).toEqual(mounts);
      expect(sample.bootId).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('counts sectors as 512 bytes and takes sent bytes from the ninth number', () => {
    const sample = parseSample(first('debian-13'));
    expect(sample.disks[0]).toEqual({ name: 'vda', in: 4617250 * 512, out: 26643992 * 512 });
    expect(sample.interfaces[0]).toEqual({ name: 'eth0', in: 10293210, out: 62582 });
  });
});

describe('an answer about containers, recorded by an account without rights', () => {
  const [before = '', after = ''] = recorded('debian-13-containers').split(/^(?==tomo-sample)/m);

  it('has the numbers of each, and the server itself as ever', () => {
    const { containers, mounts } = parseSample(before);
    expect(mounts[0]?.point).toBe('/');
    expect([...(containers?.counters.values() ?? [])]).toEqual([
      expect.objectContaining({ memoryBytes: 21360640, memoryLimitBytes: 64 * 1024 ** 2, processes: 1 }),
      expect.objectContaining({ memoryLimitBytes: null, processes: 1 }),
      expect.objectContaining({ memoryBytes: 3244032 - 4096, receivedBytes: 1533, sentBytes: 2037 }),
    ]);
  });

  it('makes intervals with the next', () => {
    const [one, two] = [parseSample(before).containers, parseSample(after).containers];
    const intervals = one && two ? [...containerIntervals(one, two).values()] : [];
    expect(intervals.map(({ cpuPercent }) => Math.round(cpuPercent * 10) / 10)).toEqual([0.9, 0, 0]);
    expect(intervals[0]?.periodSeconds).toBeCloseTo(10.1, 2);
  });

  it('a sample without containers has none', () => {
    expect(parseSample(first('debian-13')).containers).toBeNull();
  });
});

describe('an answer that cannot be trusted', () => {
  const whole = first('debian-13');
  const broken: [what: string, text: string, complaint: string][] = [
    ['empty', '', 'not whole'],
    ['cut before its end', whole.slice(0, -20), 'not whole'],
    ['of another script', whole.replace(SAMPLE_HEADER, '=tomo-sample 2'), 'not whole'],
    ['without uptime', whole.replace(/^\/proc\/uptime:.*$/m, ''), 'uptime'],
    ['with a word for the uptime', whole.replace(/^\/proc\/uptime:.*$/m, '/proc/uptime:soon 1'), 'uptime'],
    ['without memory', whole.replace(/^\/proc\/meminfo:MemTotal.*$/m, ''), 'memory'],
    ['without processor', whole.replace(/^\/proc\/stat:cpu .*$/m, ''), 'processor'],
    [
      'with half a processor line',
      whole.replace(/^\/proc\/stat:cpu .*$/m, '/proc/stat:cpu 1 2 -3 4'),
      'processor',
    ],
    ['without df', whole.replace(/^overlay.*$/m, ''), 'root file system'],
    ['larger than 256 KiB', whole.replace('=mounts', `${'x\n'.repeat(140_000)}=mounts`), 'too long'],
  ];
  test.each(broken)('because it is %s is refused', (_what, text, complaint) => {
    expect(() => parseSample(text)).toThrow(complaint);
  });

  const slow: [what: string, text: string][] = [
    ['a file system of spaces', whole.replace('=mounts\n', `=mounts\nx${' '.repeat(200_000)}y\n`)],
    [
      'a disk of digits',
      whole.replace('=mounts\n', `/proc/diskstats: 1 1 ${'0'.repeat(200_000)}x 1 1 1 1 1 1 1\n=mounts\n`),
    ],
  ];
  test.each(slow)('with %s stops nobody else: it is read within a moment', (_what, text) => {
    const sample = parseSample(text);
    expect(sample.mounts.map((mount) => mount.point)).toEqual(['/', '/var/lib/docker']);
    expect(countedDisks(sample.disks).map((disk) => disk.name)).toEqual(['vda']);
  });

  it('cannot make the number of devices grow without limit', () => {
    const flood = whole.replace('=mounts', `${'/proc/net/dev:a: 1 0 0 0 0 0 0 0 1\n'.repeat(1500)}=mounts`);
    expect(parseSample(flood).interfaces.length).toBeLessThanOrEqual(512);
  });
});

it('falls back to free memory and caches where the kernel does not say what is available', () => {
  const text = first('debian-13').replace(/^\/proc\/meminfo:MemAvailable.*\n/m, '');
  const { availableBytes, totalBytes } = parseSample(text).memory;
  expect(availableBytes).toBeGreaterThan(totalBytes / 2);
  expect(availableBytes).toBeLessThanOrEqual(totalBytes);
});

describe('the script', () => {
  const shells = [['/bin/dash'], ['/bin/bash'], ['/bin/busybox', 'sh']].filter(
    ([path]) => path && existsSync(path),
  );
  test.each(shells)(
    'answers in %s %s, twice from one shell, with nothing on the error stream',
    (...shell) => {
      const [program = '', ...rest] = shell.filter((word) => word !== undefined);
      // As the kept shell runs it: strict, the body again for each request.
      const input = `set -eu; LC_ALL=C; export LC_ALL\nmain() {\n${sampleScript.body}\n}\nmain </dev/null\nmain </dev/null\n`;
      const output = execFileSync(program, [...rest, '-s'], {
        input,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const answers = output.split(/^(?==tomo-sample)/m);
      expect(answers).toHaveLength(2);
      const [before, after] = answers.map(parseSample);
      expect(after?.uptimeSeconds).toBeGreaterThanOrEqual(before?.uptimeSeconds ?? Number.NaN);
      expect(after?.mounts[0]?.point).toBe('/');
    },
  );
});
