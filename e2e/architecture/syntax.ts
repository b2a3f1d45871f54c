import { isBuiltin } from 'node:module';
import { parseAst } from 'vite';

/** A node of the syntax tree; its fields depend on `type` (ESTree with the TypeScript additions). */
export type Node = { type: string; start: number; end: number; [field: string]: unknown };

export type Import = {
  /** As written. */
  specifier: string;
  /** Name of the package or Node module, without sub-path; undefined for files of this repository. */
  package: string | undefined;
  /** Gone after compilation, so it carries no code along. */
  typeOnly: boolean;
  /** Imported names; empty for a whole module. */
  names: string[];
  line: number;
};

/** Reads the syntax of one TypeScript or JavaScript file. Throws when it does not parse. */
export function parse(path: string, text: string): Node {
  const lang = path.endsWith('x') ? 'tsx' : 'ts';
  return parseAst(text, { lang, astType: 'ts' }, path) as unknown as Node;
}

/** Every node below and including `node`, parents first. */
export function nodesOf(node: unknown): Node[] {
  const nodes: Node[] = [];
  const collect = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (isNode(value)) {
      nodes.push(value);
      Object.values(value).forEach(collect);
    }
  };
  collect(node);
  return nodes;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** The name of an identifier, or the text of a string literal; undefined for everything else. */
export function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  const name = node.type === 'Literal' ? node.value : node.name;
  return typeof name === 'string' ? name : undefined;
}

/** The called name of a call such as `defineAction(…)`, `sql.raw(…)` (→ `raw`) or `new Worker(…)`. */
export function calleeOf(node: Node): string | undefined {
  const callee = node.callee;
  if (!isNode(callee)) return undefined;
  return callee.type === 'MemberExpression' ? nameOf(callee.property) : nameOf(callee);
}

/** The expression inside `(…) as T`, `(…) satisfies T` and the like. */
export function bare(node: unknown): Node | undefined {
  if (!isNode(node)) return undefined;
  return /^(TS\w+Expression|ParenthesizedExpression)$/.test(node.type) ? bare(node.expression) : node;
}

export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** What a file takes from elsewhere: imports, re-exports, dynamic imports, `require` and worker entry files. */
export function importsOf(nodes: Node[], text: string): Import[] {
  const imports: Import[] = [];
  for (const node of nodes) {
    const source = sourceOf(node);
    if (source === undefined) continue;
    const specifiers = Array.isArray(node.specifiers) ? (node.specifiers as Node[]) : [];
    imports.push({
      specifier: source,
      package: packageOf(source),
      typeOnly: isTypeOnly(node, specifiers),
      names: specifiers.map((one) => nameOf(one.imported) ?? nameOf(one.local) ?? ''),
      line: lineOf(text, node.start),
    });
  }
  return imports;
}

const importing = [
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
];

function sourceOf(node: Node): string | undefined {
  if (importing.includes(node.type)) return nameOf(node.source);
  const first = Array.isArray(node.arguments) ? node.arguments[0] : undefined;
  if (node.type === 'CallExpression' && calleeOf(node) === 'require') return nameOf(first);
  // `new URL('./walker.mjs', import.meta.url)` is how a worker's file is named.
  if (node.type === 'NewExpression' && calleeOf(node) === 'URL') {
    const name = nameOf(first);
    return name?.startsWith('.') && /\.(mjs|ts|tsx|js)$/.test(name) ? name : undefined;
  }
  return undefined;
}

function isTypeOnly(node: Node, specifiers: Node[]): boolean {
  if (node.type === 'TSImportType') return true;
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  return (
    specifiers.length > 0 && specifiers.every((one) => one.importKind === 'type' || one.exportKind === 'type')
  );
}

function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('@/')) return undefined;
  if (isBuiltin(specifier)) return `node:${specifier.replace(/^node:/, '')}`;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
