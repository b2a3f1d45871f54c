import type { Rule } from '../rule';
import type { Tree } from '../tree';

const tops =
  /^(app|lib|db|components|public|e2e|security|\.ci|instrumentation\.ts|[\w.-]+\.(json|mjs|ts|md))(\/|$)/;

export const readmePaths: Rule = {
  name: 'Paths and commands named in a README exist',
  because: 'a map that shows streets of last year sends every newcomer the wrong way',
  home: 'correct the README in the change that moves the file',
  check(tree) {
    const readmes = [...tree.paths].filter((path) => /(^|\/)README\.md$/.test(path));
    return readmes.flatMap((path) => {
      const text = tree.read(path) ?? '';
      const folder = path.slice(0, -'README.md'.length);
      const missing = named(text).filter((name) => !exists(tree, name) && !exists(tree, folder + name));
      const scripts = [...text.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? '');
      const unknown = scripts.filter((script) => !scriptsOf(tree).includes(script));
      return [
        ...missing.map((name) => ({ path, what: `names ${name}` })),
        ...unknown.map((script) => ({ path, what: `names npm run ${script}` })),
      ];
    });
  },
  breaks: [
    { what: 'a file that is gone', files: { 'README.md': 'See `lib/boot/front.mjs`.' }, at: 'README.md' },
    {
      what: 'a link to a file that is gone',
      files: { 'README.md': '[lab](e2e/lab/README.md)' },
      at: 'README.md',
    },
    { what: 'a pattern that fits nothing', files: { 'README.md': '`db/<noun>/tables.ts`' }, at: 'README.md' },
    {
      what: 'a command that is gone',
      files: { 'README.md': '`npm run fly`', 'package.json': '{"scripts":{"up":""}}' },
      at: 'README.md',
    },
  ],
  keeps: {
    'README.md': '`lib/ssh/` and `db/<noun>/tables.ts`, `npm run up`, https://example.org/lib/x',
    'lib/ssh/run.ts': '',
    'db/jobs/tables.ts': '',
    'package.json': '{"scripts":{"up":""}}',
  },
};

/** Names in code spans and links that look like paths of this repository. */
function named(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  const spans = [...prose.matchAll(/`([^`\s]+)`/g), ...prose.matchAll(/\]\(([^)#\s]+)\)/g)];
  return spans.map((match) => match[1] ?? '').filter((name) => tops.test(name));
}

function exists(tree: Tree, name: string): boolean {
  const pattern = name
    .replace(/\/$/, '')
    .split(/<[\w-]+>|\*+/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]+');
  const fits = new RegExp(`^${pattern}(/|$)`);
  return [...tree.paths].some((path) => fits.test(path));
}

function scriptsOf(tree: Tree): string[] {
  const manifest = JSON.parse(tree.read('package.json') ?? '{}') as { scripts?: Record<string, string> };
  return Object.keys(manifest.scripts ?? {});
}
