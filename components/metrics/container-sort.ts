import { type ContainerOrder, containerOrders } from '@/lib/metrics/container-order';

const amounts: readonly ContainerOrder[] = ['cpu', 'memory', 'network', 'restarts'];

/** What `?sort=` asks for; a leading minus is descending. `isReversed` turns the usual direction of an order round. */
export type ContainerSort = { current: string; order: ContainerOrder; isReversed: boolean };

/** The order a list of containers is shown in: those that use most processor time first, unless asked otherwise. */
export function containerSort(text: unknown): ContainerSort {
  const asked = typeof text === 'string' ? text : '';
  const order = containerOrders.find((one) => one === asked.replace(/^-/, ''));
  if (!order) return { current: '-cpu', order: 'cpu', isReversed: false };
  const isDescending = asked.startsWith('-');
  return { current: asked, order, isReversed: amounts.includes(order) ? !isDescending : isDescending };
}
