import { isProduct } from '../rooms';
import type { Rule, Violation } from '../rule';
import { calleeOf, nameOf } from '../syntax';
import type { Source } from '../tree';

/** The only files of the product that may start a program on Tomo's own machine. */
const starters: Record<string, string> = {
  'lib/boot/up.mjs': 'the starter: installs, builds and starts',
};

export const childProcesses: Rule = {
  name: 'G2 Only named files start child processes, and never through a shell',
  because: 'a shell turns text into commands; one forgotten escape is enough, so there is nothing to escape',
  home: 'on a server: run() of lib/ssh with values on stdin; here: one file, execFile or spawn with an argument list',
  check(tree) {
    return [...tree.sources.values()].filter(({ path }) => isProduct(path)).flatMap(check);
  },
  breaks: [
    {
      what: 'a program started elsewhere',
      files: { 'lib/marketplace/sync.ts': "import { execFile } from 'child_process';" },
      at: 'lib/marketplace/sync.ts',
    },
    {
      what: 'a program started elsewhere by a dynamic import',
      files: { 'lib/servers/job.ts': "export const run = () => import('node:child_process');" },
      at: 'lib/servers/job.ts',
    },
    {
      what: 'a shell in a file that may start programs',
      files: { 'lib/boot/up.mjs': "import { execSync } from 'node:child_process'; execSync('next build');" },
      at: 'lib/boot/up.mjs',
    },
    {
      what: 'a shell by option',
      files: {
        'lib/boot/up.mjs': "import { spawn } from 'node:child_process'; spawn('next', [], { shell: true });",
      },
      at: 'lib/boot/up.mjs',
    },
    {
      what: 'a command put together from values',
      files: {
        'lib/boot/up.mjs':
          "import { spawn } from 'node:child_process'; spawn(`$" + '{process.argv[2]}`, []);',
      },
      at: 'lib/boot/up.mjs',
    },
  ],
  keeps: {
    'lib/boot/up.mjs':
      "import { spawn } from 'node:child_process'; spawn(process.execPath, ['x'], { shell: false });",
    'lib/audit/verify.ts': 'export const found = /a/.exec("a");',
  },
};

function check(source: Source): Violation[] {
  const { path } = source;
  const imports = source.imports.filter((one) => one.package === 'node:child_process');
  if (imports.length === 0) return [];
  if (!starters[path]) return imports.map(({ line }) => ({ path, line, what: 'imports node:child_process' }));
  const shells = imports
    .filter(({ names }) => names.some((name) => /^exec(Sync)?$/.test(name)))
    .map(({ line }) => ({ path, line, what: 'exec and execSync run a shell' }));
  const options = source.nodes
    .filter((node) => node.type === 'Property' && nameOf(node.key) === 'shell' && !isFalse(node.value))
    .map((node) => ({ path, line: source.line(node), what: 'asks for a shell' }));
  return [...shells, ...options, ...builtCommands(source)];
}

const isFalse = (node: unknown) => (node as { value?: unknown }).value === false;

function builtCommands(source: Source): Violation[] {
  return source.nodes
    .filter(
      (node) => node.type === 'CallExpression' && /^(spawn|execFile)(Sync)?$/.test(calleeOf(node) ?? ''),
    )
    .filter((node) => {
      const first = (node.arguments as { type: string; expressions?: unknown[] }[])[0];
      return first?.type === 'BinaryExpression' || (first?.expressions?.length ?? 0) > 0;
    })
    .map((node) => ({
      path: source.path,
      line: source.line(node),
      what: 'puts a command together from values',
    }));
}
