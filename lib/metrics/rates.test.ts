import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { countedDisks, countedInterfaces } from './counted-devices';
import { type Counter, parseSample, type Sample } from './parse-sample';
import { intervalBetween } from './rates';

const pair = (name: string) => {
  const text = readFileSync(new URL(`./fixtures/${name}.txt`, import.meta.url), 'utf8');
  const [before, after] = text.split(/^(?==tomo-sample)/m).map(parseSample);
  if (!before || !after) throw new Error(`${name} does not hold two answers`);
  return { before, after };
};

const counters = (...names: string[]): Counter[] => names.map((name) => ({ name, in: 0, out: 0 }));

describe('between two recorded answers', () => {
  it('the processor shares are those of the ticks that passed', () => {
    const { before, after } = pair('debian-13');
    // user 547, system 110+3, idle 1328, iowait 1, steal 1: 1990 ticks of two cores in ten seconds
    expect(intervalBetween(before, after)).toMatchObject({
      periodSeconds: expect.closeTo(10, 1),
      cpuUserPercent: expect.closeTo((100 * 547) / 1990, 6),
      cpuSystemPercent: expect.closeTo((100 * 113) / 1990, 6),
      cpuIowaitPercent: expect.closeTo(100 / 1990, 6),
      cpuStealPercent: expect.closeTo(100 / 1990, 6),
      cpuPercent: expect.closeTo((100 * 661) / 1990, 6),
    });
  });

  it('bytes moved are differences, not rates', () => {
    const { before, after } = pair('debian-13');
    expect(intervalBetween(before, after)).toMatchObject({
      networkRxBytes: 330,
      networkTxBytes: 3754,
      diskReadBytes: (4626866 - 4617250) * 512,
      diskWriteBytes: (26645176 - 26643992) * 512,
    });
  });

  it('a Docker bridge does not count beside the interface that leads out', () => {
    const { before, after } = pair('docker-host');
    expect(intervalBetween(before, after)?.networkRxBytes).toBe(0);
  });

  it('every recorded pair gives percentages between 0 and 100', () => {
    for (const name of ['debian-12', 'debian-13', 'debian-13-docker', 'docker-host']) {
      const { before, after } = pair(name);
      const interval = intervalBetween(before, after);
      for (const value of [interval?.cpuPercent, interval?.memoryPercent, interval?.diskPercent]) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
      }
    }
  });
});

describe('a counter that began anew', () => {
  const { before, after } = pair('debian-13');
  const lower = (items: Counter[]) => items.map((item) => ({ ...item, in: 1 }));

  it('makes the traffic of that period unknown, never negative', () => {
    const interval = intervalBetween(before, { ...after, interfaces: lower(after.interfaces) });
    expect(interval).toMatchObject({
      networkRxBytes: null,
      networkTxBytes: null,
      diskReadBytes: expect.any(Number),
    });
  });

  it('of the disks leaves the network alone', () => {
    const interval = intervalBetween(before, { ...after, disks: lower(after.disks) });
    expect(interval).toMatchObject({ diskReadBytes: null, diskWriteBytes: null, networkRxBytes: 330 });
  });

  const unrelated: [what: string, later: Partial<Sample>][] = [
    ['the server restarted', { bootId: '00000000-0000-4000-8000-000000000000' }],
    ['its uptime went back', { uptimeSeconds: 3 }],
    ['no time passed', { uptimeSeconds: before.uptimeSeconds }],
    ['its processor times went back', { cpu: { user: 1, system: 1, idle: 1, iowait: 0, steal: 0 } }],
  ];
  test.each(unrelated)('gives no period at all when %s', (_what, later) => {
    expect(intervalBetween(before, { ...after, ...later })).toBeNull();
  });

  it('of iowait alone, which the kernel allows, is no gap', () => {
    const cpu = { ...after.cpu, iowait: before.cpu.iowait - 5 };
    expect(intervalBetween(before, { ...after, cpu })?.cpuIowaitPercent).toBe(0);
  });
});

it('a device that was plugged in counts from its second sample on', () => {
  const { before, after } = pair('debian-13');
  const usb = { name: 'sdb', in: 10 ** 12, out: 0 };
  const interval = intervalBetween(before, { ...after, disks: [...after.disks, usb] });
  expect(interval?.diskReadBytes).toBe((4626866 - 4617250) * 512);
});

describe('which devices count', () => {
  const interfaces: [what: string, all: string[], counted: string[]][] = [
    ['a host with containers', ['lo', 'eth0', 'docker0', 'br-1f2e', 'veth12ab'], ['eth0']],
    ['a bond with its members', ['lo', 'eno1', 'eno2', 'bond0', 'bond0.20'], ['eno1', 'eno2']],
    ['a hypervisor', ['lo', 'enp3s0', 'vmbr0', 'tap100i0', 'fwbr100i0', 'vnet3'], ['enp3s0']],
    ['a cluster node', ['lo', 'ens3', 'cni0', 'flannel.1', 'cali77', 'cilium_host', 'kube-ipvs0'], ['ens3']],
    ['a router with tunnels', ['lo', 'wan', 'br-lan', 'lan1', 'wg0', 'tun0', 'pppoe-wan'], ['wan', 'lan1']],
    ['a container', ['lo', 'eth0'], ['eth0']],
    ['a host with only odd names', ['lo', 'veth0'], ['veth0']],
    ['a host without a network', ['lo'], []],
  ];
  test.each(interfaces)('on %s', (_what, all, counted) => {
    expect(countedInterfaces(counters(...all)).map((item) => item.name)).toEqual(counted);
  });

  const disks: [what: string, all: string[], counted: string[]][] = [
    ['partitions', ['sda', 'sda1', 'sda2', 'sdb', 'sdb1'], ['sda', 'sdb']],
    [
      'NVMe and cards',
      ['nvme0n1', 'nvme0n1p1', 'nvme1n1', 'mmcblk0', 'mmcblk0p2'],
      ['nvme0n1', 'nvme1n1', 'mmcblk0'],
    ],
    ['mapper and RAID', ['sda', 'sdb', 'md0', 'dm-0', 'dm-1', 'bcache0'], ['sda', 'sdb']],
    ['a partition without its disk, as some clouds show it', ['xvda1'], ['xvda1']],
    ['loop, memory and optical devices', ['loop0', 'ram0', 'zram0', 'sr0', 'vda'], ['vda']],
    ['no disk at all', ['zram0'], []],
  ];
  test.each(disks)('with %s', (_what, all, counted) => {
    expect(countedDisks(counters(...all)).map((item) => item.name)).toEqual(counted);
  });
});

it('no pair of answers, however odd, gives a negative or impossible number', () => {
  const { before, after } = pair('docker-host');
  const ticks = fc.record({
    user: fc.nat(),
    system: fc.nat(),
    idle: fc.nat(),
    iowait: fc.nat(),
    steal: fc.nat(),
  });
  const devices = fc.array(
    fc.record({ name: fc.constantFrom('eth0', 'eth1', 'sda', 'lo'), in: fc.nat(), out: fc.nat() }),
  );
  const samples = fc.record({
    cpu: ticks,
    interfaces: devices,
    disks: devices,
    uptimeSeconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
  });
  fc.assert(
    fc.property(samples, samples, (one, two) => {
      const interval = intervalBetween({ ...before, ...one }, { ...after, ...two });
      if (!interval) return;
      const shares = [
        interval.cpuPercent,
        interval.cpuUserPercent,
        interval.cpuIowaitPercent,
        interval.cpuStealPercent,
      ];
      const moved = [
        interval.networkRxBytes,
        interval.networkTxBytes,
        interval.diskReadBytes,
        interval.diskWriteBytes,
      ];
      expect(shares.every((share) => share >= 0 && share <= 100.000001)).toBe(true);
      expect(moved.every((bytes) => bytes === null || bytes >= 0)).toBe(true);
    }),
  );
});
