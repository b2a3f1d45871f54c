import 'server-only';
import type { ContainerView } from './container-views';

/** What lists of containers are sorted by. */
export const containerOrders = ['cpu', 'memory', 'network', 'name', 'state', 'restarts'] as const;

export type ContainerOrder = (typeof containerOrders)[number];

/** Worst first. */
const states = ['dead', 'restarting', 'removing', 'created', 'paused', 'unknown', 'running', 'exited'];

/** The containers in an order of their own; most first for amounts. Unknown values come last in either direction. */
export function sortContainers<T extends ContainerView>(
  containers: readonly T[],
  order: ContainerOrder,
  isReversed = false,
): T[] {
  const sign = isReversed ? -1 : 1;
  return [...containers].sort((one, two) => {
    const [left, right] = [keyOf(one, order), keyOf(two, order)];
    if (left === null || right === null)
      return Number(left === null) - Number(right === null) || byName(one, two);
    return sign * (left - right) || (order === 'name' ? sign : 1) * byName(one, two);
  });
}

function keyOf(container: ContainerView, order: ContainerOrder): number | null {
  const most = (value: number | null) => (value === null ? null : -value);
  if (order === 'cpu') return most(container.cpuPercent);
  if (order === 'memory') return most(container.memoryBytes);
  if (order === 'restarts') return most(container.restarts);
  if (order === 'state') return container.health === 'unhealthy' ? -1 : states.indexOf(container.state);
  if (order === 'name') return 0;
  const { receiveRate, sendRate } = container;
  return receiveRate === null && sendRate === null ? null : -((receiveRate ?? 0) + (sendRate ?? 0));
}

const byName = (one: ContainerView, two: ContainerView) =>
  one.name.localeCompare(two.name) || one.serverName.localeCompare(two.serverName);
