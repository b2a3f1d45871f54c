import type { Rule } from '../rule';

const limit = 60;
const isRoute = (path: string) =>
  /^app\/.*\.tsx?$/.test(path) && !/\.test\.|\/layout\.tsx$|^app\/layout\.tsx$/.test(path);

export const thinRoutes: Rule = {
  name: `Files under app/ only compose: at most ${limit} lines`,
  because: 'a route names what is read and what is shown; logic in it has no second reader and no test',
  home: 'what is seen: components/<noun>/; what is done: lib/<noun>/',
  check(tree) {
    return [...tree.sources.values()]
      .filter(({ path }) => isRoute(path))
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > limit)
      .map(({ path, lines }) => ({ path, what: `has ${lines} lines` }));
  },
  breaks: [
    {
      what: 'a page that does the work itself',
      files: { 'app/(console)/servers/page.tsx': 'export const a = 1;\n'.repeat(limit + 1) },
      at: 'app/(console)/servers/page.tsx',
    },
  ],
  keeps: {
    'app/layout.tsx': 'export const a = 1;\n'.repeat(limit + 1),
    'app/page.tsx': 'export const a = 1;\n'.repeat(limit),
  },
};
