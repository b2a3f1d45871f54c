import { isProduct } from '../rooms';
import type { Rule } from '../rule';
import { bare, calleeOf, isNode, type Node, nameOf } from '../syntax';
import type { Source, Tree } from '../tree';

export const remoteScripts: Rule = {
  name: 'The body of remoteScript(…) is a constant',
  because:
    'values reach a server on stdin, quoted in one place; a value inside the text of a script becomes shell',
  home: 'name the value in args or secrets of run() and use "$name" in the script',
  check(tree) {
    return [...tree.sources.values()]
      .filter(({ path }) => isProduct(path))
      .flatMap((source) =>
        source.nodes
          .filter((node) => !partsOf(source, node).every((one) => isConstant(tree, source, one)))
          .map((node) => ({
            path: source.path,
            line: source.line(node),
            what: 'builds a script from values',
          })),
      );
  },
  breaks: [
    {
      what: 'a value in the text',
      files: { 'lib/servers/probe.ts': "remoteScript('probe', `cat $" + '{path}`);' },
      at: 'lib/servers/probe.ts',
    },
    {
      what: 'a value added to the text',
      files: {
        'lib/servers/probe.ts': "export const make = (path) => remoteScript('probe', 'cat ' + path);",
      },
      at: 'lib/servers/probe.ts',
    },
    {
      what: 'a value added behind a name',
      files: {
        'lib/servers/probe.ts': "import { body } from './body'; remoteScript('probe', body);",
        'lib/servers/body.ts': 'export const body = ["cat", process.argv[2]].join(" ");',
      },
      at: 'lib/servers/probe.ts',
    },
    {
      what: 'a value in a script of a family',
      files: {
        'lib/preparations/steps/probe.ts':
          "export const make = (path) => familyScript('probe', 'cat ' + path);",
      },
      at: 'lib/preparations/steps/probe.ts',
    },
    {
      what: 'a value in the functions of a family',
      files: { 'lib/preparations/families/probe.ts': 'export const probe = { shell: process.argv[2] };' },
      at: 'lib/preparations/families/probe.ts',
    },
  ],
  keeps: {
    'lib/servers/probe.ts':
      "import { common } from './body'; const rest = 'echo \"$name\"'; export const p = remoteScript('probe', common + rest + `\nuname`);",
    'lib/servers/body.ts': 'export const common = `set -u`;',
  },
};

// Puts scripts together from parts that this rule holds to be constants where they are written.
const JOINS_CONSTANTS = 'lib/preparations/families/family-script.ts';
const DEFINES = new Set(['remoteScript', 'familyScript']);

/** What of a node becomes the text of a script: the arguments of a definition, and the shell of a family. */
function partsOf(source: Source, node: Node): Node[] {
  if (source.path === JOINS_CONSTANTS) return [];
  if (node.type === 'CallExpression' && DEFINES.has(calleeOf(node) ?? '')) return node.arguments as Node[];
  const isShell =
    node.type === 'Property' &&
    source.path.startsWith('lib/preparations/families/') &&
    isNode(node.key) &&
    nameOf(node.key) === 'shell';
  return isShell ? [node.value as Node] : [];
}

/** Whether the value is written in the sources: a literal, or constants put together from literals. */
function isConstant(tree: Tree, source: Source, expression: unknown): boolean {
  const node = bare(expression);
  if (!node) return false;
  if (node.type === 'Literal') return true;
  if (node.type === 'TemplateLiteral')
    return (node.expressions as Node[]).every((one) => isConstant(tree, source, one));
  if (node.type === 'TaggedTemplateExpression') return isConstant(tree, source, node.quasi);
  if (node.type === 'BinaryExpression')
    return isConstant(tree, source, node.left) && isConstant(tree, source, node.right);
  const name = node.type === 'Identifier' ? nameOf(node) : undefined;
  return name !== undefined && isConstantName(tree, source, name);
}

function isConstantName(tree: Tree, source: Source, name: string): boolean {
  for (const statement of source.program.body as Node[]) {
    const declaration = isNode(statement.declaration) ? statement.declaration : statement;
    if (declaration.type !== 'VariableDeclaration' || declaration.kind !== 'const') continue;
    const found = (declaration.declarations as Node[]).find((one) => nameOf(one.id) === name);
    if (found) return isConstant(tree, source, found.init);
  }
  const from = source.imports.find((one) => one.names.includes(name))?.target;
  const other = from === undefined ? undefined : tree.sources.get(from);
  return other !== undefined && isConstantName(tree, other, name);
}
