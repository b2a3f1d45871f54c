import { isProduct, layerOf } from '../rooms';
import type { Rule, Violation } from '../rule';
import type { Tree } from '../tree';

/** Who takes code from whom, and a file in which that stands. */
type Graph = Map<string, Map<string, string>>;

export const noCircles: Rule = {
  name: 'Neither files nor nouns import each other in a circle',
  because:
    'things that need each other are one thing with a wall in the wrong place, and load in an order nobody chose',
  home: 'move what both need into the lower one, or let lib/boot hand one to the other',
  check(tree) {
    // Foreign keys point both ways; tables name each other inside functions that run after loading.
    const files = (path: string) => (isProduct(path) && !path.endsWith('/tables.ts') ? path : undefined);
    return [...circlesOf(graphOf(tree, files)), ...circlesOf(graphOf(tree, nounOf))];
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
      what: 'a circle of three files',
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
    'lib/audit/job.ts': "import { defineJob } from '@/lib/jobs/define'; export const j = defineJob;",
    'lib/jobs/define.ts': "import { record } from '@/lib/audit/record'; export const defineJob = record;",
    'lib/audit/record.ts': 'export const record = 1;',
  },
};

function nounOf(path: string): string | undefined {
  return layerOf(path) === 'noun' ? path.split('/').slice(0, 2).join('/') : undefined;
}

function graphOf(tree: Tree, place: (path: string) => string | undefined): Graph {
  const graph: Graph = new Map();
  for (const { path, imports } of tree.sources.values()) {
    const from = place(path);
    for (const { target, typeOnly } of imports) {
      const to = target === undefined ? undefined : place(target);
      if (!from || !to || from === to || typeOnly) continue;
      const edges = graph.get(from) ?? new Map<string, string>();
      if (!edges.has(to)) edges.set(to, path);
      graph.set(from, edges);
    }
  }
  return graph;
}

/** One circle through each place that has one; the same circle is told once. */
function circlesOf(graph: Graph): Violation[] {
  const circles = new Map<string, string[]>();
  for (const place of graph.keys()) {
    const circle = circleFrom(graph, place) ?? [];
    const key = [...circle].sort().join(' ');
    if (key && !circles.has(key)) circles.set(key, circle);
  }
  return [...circles.values()].map((circle) => ({
    path: graph.get(circle[0] ?? '')?.get(circle[1] ?? '') ?? '',
    what: [...circle, circle[0]].join(' → '),
  }));
}

function circleFrom(graph: Graph, start: string): string[] | undefined {
  const seen = new Set<string>();
  const search = (place: string, way: string[]): string[] | undefined => {
    for (const next of graph.get(place)?.keys() ?? []) {
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
