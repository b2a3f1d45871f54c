import { layerOf } from '../rooms';
import type { Rule } from '../rule';
import type { Tree } from '../tree';

export const noCircles: Rule = {
  name: 'Rooms of lib and db do not import each other in a circle',
  because:
    'two rooms that need each other are one room with a wall in the wrong place, and neither can be understood first',
  home: 'move what both need into the lower one, or let boot hand one to the other',
  check(tree) {
    const graph = roomGraph(tree);
    const circles = new Map<string, string[]>();
    for (const room of graph.keys()) {
      const circle = circleFrom(graph, room) ?? [];
      const key = [...circle].sort().join(' ');
      if (key && !circles.has(key)) circles.set(key, circle);
    }
    return [...circles.values()].map((circle) => ({
      path: graph.get(circle[0] ?? '')?.get(circle[1] ?? '') ?? '',
      what: [...circle, circle[0]].join(' → '),
    }));
  },
  breaks: [
    {
      what: 'two nouns that know each other',
      files: {
        'lib/servers/remove.ts': "import { stop } from '@/lib/metrics/sampler'; export const x = stop;",
        'lib/metrics/sampler.ts': "export const stop = () => import('@/lib/servers/link');",
        'lib/servers/link.ts': 'export const link = 1;',
      },
      at: 'lib/servers/remove.ts',
    },
    {
      what: 'a circle of three',
      files: {
        'lib/audit/record.ts': "import { a } from '@/lib/auth/actor'; export const x = a;",
        'lib/auth/actor.ts': "import { a } from '@/lib/procedures/result'; export { a };",
        'lib/procedures/result.ts': "import { x } from '@/lib/audit/record'; export const a = x;",
      },
      at: 'lib/audit/record.ts',
    },
  ],
  keeps: {
    'lib/servers/a.ts':
      "import { b } from './b'; import type { M } from '@/lib/metrics/m'; export const a: M = b;",
    'lib/servers/b.ts': 'export const b = 1;',
    'lib/metrics/m.ts': "import { a } from '@/lib/servers/a'; export type M = typeof a;",
  },
};

/** Room → the rooms it takes code from → one file that does so. */
function roomGraph(tree: Tree): Map<string, Map<string, string>> {
  const graph = new Map<string, Map<string, string>>();
  for (const { path, imports } of tree.sources.values()) {
    const from = roomOf(path);
    for (const { target, typeOnly } of imports) {
      const to = target === undefined ? undefined : roomOf(target);
      if (!from || !to || from === to || typeOnly) continue;
      const edges = graph.get(from) ?? new Map<string, string>();
      if (!edges.has(to)) edges.set(to, path);
      graph.set(from, edges);
    }
  }
  return graph;
}

function roomOf(path: string): string | undefined {
  const layer = layerOf(path);
  if (layer !== 'noun' && layer !== 'platform') return undefined;
  return path.split('/').slice(0, 2).join('/');
}

function circleFrom(graph: Map<string, Map<string, string>>, start: string): string[] | undefined {
  const seen = new Set<string>();
  const search = (room: string, way: string[]): string[] | undefined => {
    for (const next of graph.get(room)?.keys() ?? []) {
      if (next === start) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      const circle = search(next, [...way, next]);
      if (circle) return circle;
    }
    return undefined;
  };
  return search(start, [start]);
}
