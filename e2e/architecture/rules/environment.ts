import { isTest } from '../rooms';
import type { Rule } from '../rule';
import { nameOf } from '../syntax';

/** Starters run before anything is read; configuration runs in tools. */
const allowed = (path: string) =>
  isTest(path) ||
  path === 'lib/runtime/env.ts' ||
  /^lib\/boot\/[\w-]+\.mjs$/.test(path) ||
  /^(db\/)?[\w-]+\.config\./.test(path);

export const environment: Rule = {
  name: 'The environment is read in lib/runtime/env only',
  because:
    'a variable is checked once, named in one error, shown on one page; scattered reads drift and fail late',
  home: 'add the variable to the schema of lib/runtime/env.ts and use env()',
  check(tree) {
    return [...tree.sources.values()]
      .filter(({ path }) => !allowed(path))
      .flatMap((source) =>
        source.nodes
          .filter((node) => {
            if (node.type === 'ImportDeclaration') return /^(node:)?process$/.test(nameOf(node.source) ?? '');
            if (node.type === 'MemberExpression')
              return isProcess(node.object) && nameOf(node.property) === 'env';
            return node.type === 'VariableDeclarator' && isProcess(node.init);
          })
          .filter((node) => !isRuntimeQuestion(source.path, source.text.slice(node.start, node.end + 20)))
          .map((node) => ({ path: source.path, line: source.line(node), what: 'reads the environment' })),
      );
  },
  breaks: [
    {
      what: 'a plain read',
      files: { 'lib/ssh/pool.ts': 'export const limit = Number(process.env.TOMO_POOL);' },
      at: 'lib/ssh/pool.ts',
    },
    {
      what: 'a read by string',
      files: { 'lib/jobs/run.ts': "export const limit = process['env']['X'];" },
      at: 'lib/jobs/run.ts',
    },
    {
      what: 'a read through globalThis',
      files: { 'db/client.ts': 'export const file = globalThis.process.env.DB;' },
      at: 'db/client.ts',
    },
    {
      what: 'a read by destructuring',
      files: { 'app/page.tsx': 'const { env } = process; export default () => env.HOME;' },
      at: 'app/page.tsx',
    },
    {
      what: 'an import of the process module',
      files: { 'lib/audit/record.ts': "import { env } from 'node:process';" },
      at: 'lib/audit/record.ts',
    },
  ],
  keeps: {
    'lib/runtime/env.ts': 'export const env = () => process.env.PORT;',
    'lib/boot/front.mjs': 'const port = process.env.PORT;',
    'instrumentation.ts': "if (process.env.NEXT_RUNTIME === 'nodejs') import('@/lib/boot/start');",
    'lib/jobs/run.ts': 'export const pid = process.pid;',
  },
};

function isProcess(node: unknown): boolean {
  const object = node as { type?: string; property?: unknown } | undefined;
  return (
    nameOf(object) === 'process' ||
    (object?.type === 'MemberExpression' && nameOf(object.property) === 'process')
  );
}

/** The compiler replaces this one by a constant: it says which bundle the file was put into. */
function isRuntimeQuestion(path: string, code: string): boolean {
  return path === 'instrumentation.ts' && code.startsWith('process.env.NEXT_RUNTIME');
}
