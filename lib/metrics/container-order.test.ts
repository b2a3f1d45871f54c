import { expect, it } from 'vitest';
import { sortContainers } from './container-order';
import type { ContainerView } from './container-views';

const container = (name: string, changes: Partial<ContainerView> = {}) =>
  ({
    name,
    serverName: 'web-1',
    state: 'running',
    health: 'none',
    cpuPercent: null,
    memoryBytes: null,
    receiveRate: null,
    sendRate: null,
    restarts: null,
    ...changes,
  }) as ContainerView;
const names = (list: ContainerView[]) => list.map(({ name }) => name).join(' ');

it('those that use most come first, unknown values last in either direction', () => {
  const all = [
    container('none'),
    container('less', { cpuPercent: 1 }),
    container('most', { cpuPercent: 90 }),
  ];
  expect(names(sortContainers(all, 'cpu'))).toBe('most less none');
  expect(names(sortContainers(all, 'cpu', true))).toBe('less most none');
});

it('what is wrong comes before what runs, what was stopped after it', () => {
  const all = [
    container('stopped', { state: 'exited' }),
    container('fine'),
    container('ill', { health: 'unhealthy' }),
    container('loop', { state: 'restarting' }),
  ];
  expect(names(sortContainers(all, 'state'))).toBe('ill loop fine stopped');
});

it('names go up and down, and decide where all else is equal', () => {
  const all = [container('b'), container('c'), container('a')];
  expect(names(sortContainers(all, 'name'))).toBe('a b c');
  expect(names(sortContainers(all, 'name', true))).toBe('c b a');
  expect(names(sortContainers(all, 'memory'))).toBe('a b c');
});

it('network counts both ways', () => {
  const all = [container('in', { receiveRate: 5 }), container('both', { receiveRate: 4, sendRate: 4 })];
  expect(names(sortContainers(all, 'network'))).toBe('both in');
});
