import { isProduct } from '../rooms';
import type { Rule } from '../rule';
import { calleeOf, type Node, nameOf } from '../syntax';

const names: Record<string, string> = {
  dangerouslySetInnerHTML: 'text becomes markup',
  innerHTML: 'text becomes markup',
  outerHTML: 'text becomes markup',
  insertAdjacentHTML: 'text becomes markup',
  srcDoc: 'text becomes markup',
};

export const forbiddenCode: Rule = {
  name: 'Nothing turns text into markup, code or SQL',
  because: 'one missed escape is enough for whoever wrote the text: a server, a catalogue, another user',
  home: 'markup: JSX children; SQL: drizzle with bound values, sort columns through a map; code: write the function',
  check(tree) {
    return [...tree.sources.values()]
      .filter(({ path }) => isProduct(path))
      .flatMap((source) =>
        source.nodes.flatMap((node) => {
          const what = complaint(node);
          return what ? [{ path: source.path, line: source.line(node), what }] : [];
        }),
      );
  },
  breaks: [
    {
      what: 'markup from text',
      files: {
        'components/a.tsx': 'export const A = (p) => <p dangerouslySetInnerHTML={{ __html: p.text }} />;',
      },
      at: 'components/a.tsx',
    },
    {
      what: 'markup by property',
      files: { 'components/a.tsx': 'export const show = (e, text) => { e.innerHTML = text; };' },
      at: 'components/a.tsx',
    },
    {
      what: 'markup written into the document',
      files: { 'components/a.tsx': 'document.write("x");' },
      at: 'components/a.tsx',
    },
    { what: 'code from text', files: { 'lib/jobs/a.ts': 'eval("1");' }, at: 'lib/jobs/a.ts' },
    {
      what: 'code from text by constructor',
      files: { 'lib/jobs/a.ts': 'new Function("1");' },
      at: 'lib/jobs/a.ts',
    },
    { what: 'SQL from text', files: { 'db/jobs/a.ts': 'sql.raw(order);' }, at: 'db/jobs/a.ts' },
    { what: 'SQL names from text', files: { 'db/jobs/a.ts': 'sql.identifier(column);' }, at: 'db/jobs/a.ts' },
  ],
  keeps: {
    'components/a.tsx': 'export const A = () => <p title="eval(\'1\')">innerHTML</p>;',
    'db/jobs/a.ts': 'export const a = sql`select $' + '{id}`;',
  },
};

function complaint(node: Node): string | undefined {
  const name = nameOf(
    node.type === 'JSXAttribute' ? node.name : node.type === 'MemberExpression' ? node.property : node.key,
  );
  if (name !== undefined && Object.hasOwn(names, name)) return `${name}: ${names[name]}`;
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined;
  const callee = calleeOf(node);
  if (callee === 'eval' || callee === 'Function') return `${callee}(…): text becomes code`;
  const object = (node.callee as Node).object;
  if (nameOf(object) === 'sql' && (callee === 'raw' || callee === 'identifier'))
    return `sql.${callee}: text becomes SQL`;
  if (nameOf(object) === 'document' && /^write(ln)?$/.test(callee ?? ''))
    return 'document.write: text becomes markup';
  return undefined;
}
