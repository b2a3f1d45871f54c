import { exportedCalls } from '../exports';
import { chainTo } from '../reach';
import { isProduct } from '../rooms';
import type { Rule, Violation } from '../rule';
import type { Source, Tree } from '../tree';

/** Files of the wire's rooms that only read and check text: no connection can be had through them. */
const harmless = [
  'host-key',
  'known-hosts',
  'private-key',
  'generate-key',
  'unlock-key',
  'config-file',
  'config-lines',
  'known-hosts-file',
  'algorithms',
  'errors',
].map((name) => `lib/ssh/${name}.ts`);

const isRemote = (path: string) =>
  /^lib\/(ssh|docker)\//.test(path) || ['ssh2', 'dockerode', 'node:child_process'].includes(path);

export const serverActions: Rule = {
  name: "A 'use server' file exports defineAction(…) results only and never reaches a server",
  because:
    'each of its exports is a door to the network, and a browser sends its actions one after another: work on a server there would hold up every other click and die with the request',
  home: 'changes: lib/<noun>/actions.ts with defineAction; work on a server: a job, started by a route under app/api/v1',
  check(tree) {
    return [...tree.sources.values()]
      .filter(({ path }) => isProduct(path))
      .flatMap((source) => [
        ...inlineDoors(source),
        ...(isActionFile(source) ? checkActions(tree, source) : []),
      ]);
  },
  breaks: [
    {
      what: 'a bare function among the actions',
      files: { 'lib/servers/actions.ts': "'use server'; export async function rename() {}" },
      at: 'lib/servers/actions.ts',
    },
    {
      what: 'an action made by something else of that name',
      files: {
        'lib/servers/actions.ts':
          "'use server'; import { defineAction } from './own'; export const renameAction = defineAction({});",
      },
      at: 'lib/servers/actions.ts',
    },
    {
      what: 'an action re-exported from elsewhere',
      files: { 'lib/servers/actions.ts': "'use server'; export { wipe } from './wipe';" },
      at: 'lib/servers/actions.ts',
    },
    {
      what: 'an action inside a component',
      files: { 'app/page.tsx': "export default () => <form action={async () => { 'use server'; }} />;" },
      at: 'app/page.tsx',
    },
    {
      what: 'an action file outside lib',
      files: {
        'components/servers/actions.ts':
          "'use server'; import { defineAction } from '@/lib/procedures/action'; export const aAction = defineAction({});",
      },
      at: 'components/servers/actions.ts',
    },
    {
      what: 'remote work behind two imports',
      files: {
        'lib/servers/actions.ts':
          "'use server'; import { defineAction } from '@/lib/procedures/action'; import { probe } from './probe'; export const checkAction = defineAction({ run: probe });",
        'lib/servers/probe.ts': "export async function probe() { return import('./with-server'); }",
        'lib/servers/with-server.ts': "import { run } from '@/lib/ssh/run'; export const x = run;",
      },
      at: 'lib/servers/actions.ts',
    },
  ],
  keeps: {
    'lib/servers/actions.ts':
      "'use server'; import { defineAction } from '@/lib/procedures/action'; import type { Link } from '@/lib/ssh/connect'; import { read } from '@/lib/ssh/known-hosts'; export const renameAction = defineAction<Link>({ run: read });",
    'lib/ssh/known-hosts.ts': "import { parse } from './private-key'; export const read = parse;",
    'lib/ssh/private-key.ts': "import ssh2 from 'ssh2'; export const parse = ssh2.utils.parseKey;",
    'lib/procedures/action.ts': 'export const defineAction = () => {};',
  },
};

const isActionFile = ({ program }: Source) =>
  (program.body as { directive?: string }[]).some(({ directive }) => directive === 'use server');

function inlineDoors(source: Source): Violation[] {
  return source.nodes
    .filter((node) => node.type === 'BlockStatement' || node.type === 'FunctionBody')
    .filter((node) =>
      (node.body as { directive?: string }[]).some(({ directive }) => directive === 'use server'),
    )
    .map((node) => ({
      path: source.path,
      line: source.line(node),
      what: "holds an inline 'use server' function",
    }));
}

function checkActions(tree: Tree, source: Source): Violation[] {
  const { path } = source;
  const violations = exportedCalls(source, ['defineAction'], /Action$/);
  if (!/^lib\/[\w-]+\/([\w-]+-)?actions\.ts$/.test(path))
    violations.push({ path, what: 'is not lib/<noun>/actions.ts' });
  const found = (step: string) => isRemote(step) && !harmless.includes(step);
  const chain = chainTo(tree, path, found, (step) => harmless.includes(step));
  if (chain) violations.push({ path, what: `reaches a server: ${chain.join(' → ')}` });
  return violations;
}
