import type { Violation } from './rule';
import { bare, calleeOf, isNode, type Node, nameOf } from './syntax';
import type { Source } from './tree';

/**
 * The exports of `source` that are anything but `const NAME = MAKER(…)`, where MAKER is one of `makers`, taken from
 * `lib/procedures`, and NAME fits `names`. Types are no doors and pass.
 */
export function exportedCalls(source: Source, makers: string[], names: RegExp): Violation[] {
  const genuine = makers.filter((maker) =>
    source.imports.some((one) => one.names.includes(maker) && one.target?.startsWith('lib/procedures/')),
  );
  const violation = (node: Node, what: string) => ({ path: source.path, line: source.line(node), what });
  return (source.program.body as Node[]).flatMap((node) => {
    if (!/^Export/.test(node.type) || node.exportKind === 'type') return [];
    if (!isNode(node.declaration) || node.type === 'ExportDefaultDeclaration')
      return [violation(node, 'exports indirectly')];
    if (/^TS(TypeAlias|Interface)/.test(node.declaration.type)) return [];
    if (node.declaration.type !== 'VariableDeclaration')
      return [violation(node, 'exports a function of its own')];
    return (node.declaration.declarations as Node[]).flatMap((one) => {
      const name = nameOf(one.id) ?? 'a pattern';
      if (!names.test(name)) return [violation(one, `${name} is no fitting name`)];
      const init = bare(one.init);
      const maker = init?.type === 'CallExpression' ? calleeOf(init) : undefined;
      return maker && genuine.includes(maker)
        ? []
        : [violation(one, `${name} is not made by ${makers.join(' or ')}`)];
    });
  });
}
