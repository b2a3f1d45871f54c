import { expect, it } from 'vitest';
import { containerIntervals } from './container-rates';
import type { ContainerCounters } from './control-groups';

const [one, two] = ['a'.repeat(64), 'b'.repeat(64)];
const counters = (changes: Partial<ContainerCounters> = {}): ContainerCounters => ({
  cpuSeconds: 10,
  memoryBytes: 1000,
  memoryLimitBytes: null,
  readBytes: 100,
  writtenBytes: 100,
  processes: 1,
  receivedBytes: 100,
  sentBytes: 100,
  ...changes,
});
const sample = (uptimeSeconds: number, containers: Record<string, ContainerCounters>) => ({
  uptimeSeconds,
  counters: new Map(Object.entries(containers)),
});

it('a container that keeps one core busy shows 100 %, one on four cores 400 %', () => {
  const before = sample(100, { [one]: counters(), [two]: counters() });
  const after = sample(110, { [one]: counters({ cpuSeconds: 20 }), [two]: counters({ cpuSeconds: 50 }) });
  const intervals = containerIntervals(before, after);
  expect([intervals.get(one)?.cpuPercent, intervals.get(two)?.cpuPercent]).toEqual([100, 400]);
});

it('a counter that went back after a restart gives no rate, never a negative one', () => {
  const before = sample(100, { [one]: counters({ cpuSeconds: 500 }), [two]: counters() });
  const after = sample(110, {
    [one]: counters({ cpuSeconds: 1 }),
    [two]: counters({ cpuSeconds: 11, receivedBytes: 5, writtenBytes: 150 }),
  });
  const intervals = containerIntervals(before, after);
  expect(intervals.has(one)).toBe(false);
  expect(intervals.get(two)).toMatchObject({ cpuPercent: 10, networkRxBytes: null, blockWriteBytes: 50 });
});

it('a container that came or went between the samples has no interval', () => {
  const intervals = containerIntervals(sample(1, { [one]: counters() }), sample(11, { [two]: counters() }));
  expect(intervals.size).toBe(0);
});

it('what the kernel does not say stays unknown', () => {
  const silent = { readBytes: null, receivedBytes: null, memoryBytes: null };
  const intervals = containerIntervals(
    sample(1, { [one]: counters(silent) }),
    sample(11, { [one]: counters(silent) }),
  );
  expect(intervals.get(one)).toMatchObject({ blockReadBytes: null, networkRxBytes: null, memoryBytes: null });
});

it('samples of the same moment make no intervals', () => {
  const same = sample(5, { [one]: counters() });
  expect(containerIntervals(same, same).size).toBe(0);
});
