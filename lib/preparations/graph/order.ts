import 'server-only';

type Node = { key: string; needs: readonly string[] };

/**
 * The steps in an order in which each comes after those it needs; among free ones the given order stays. Needs that are not
 * among `steps` do not count. Throws on a circle and on two steps of one key.
 */
export function inOrder<Step extends Node>(steps: readonly Step[]): Step[] {
  const left = new Map(steps.map((step) => [step.key, step]));
  if (left.size !== steps.length) throw new Error('Two steps have the same key.');
  const ordered: Step[] = [];
  while (left.size > 0) {
    const free = [...left.values()].find(({ needs }) => needs.every((key) => !left.has(key)));
    if (!free) throw new Error(`These steps need each other: ${[...left.keys()].join(', ')}.`);
    left.delete(free.key);
    ordered.push(free);
  }
  return ordered;
}
