import { isProduct } from '../rooms';
import type { Rule } from '../rule';
import { type Node, nameOf } from '../syntax';
import type { Source } from '../tree';

const isTexts = (path: string) => /(^|\/)([\w-]+-)?messages\.ts$/.test(path);
/** Attributes that people read or hear. */
const spoken = ['alt', 'aria-description', 'aria-label', 'label', 'placeholder', 'title'];
/** The primitives are kept as shadcn has them; the last error page must work when nothing else loads. */
const alone = /^(components\/ui\/|app\/global-error\.tsx$)/;

export const texts: Rule = {
  name: 'Screens take their words from messages modules, and those hold nothing else',
  because: 'words in one place can be read in one go, kept consistent, and translated one day',
  home: 'components/<noun>/messages.ts: constants and functions of plain values',
  check(tree) {
    const sources = [...tree.sources.values()].filter(({ path }) => isProduct(path) && !alone.test(path));
    return sources.flatMap((source) => {
      const { path, imports } = source;
      if (!isTexts(path)) return /\.tsx$/.test(path) ? wordsIn(source) : [];
      const code = imports.filter(({ typeOnly, target }) => !typeOnly && !(target && isTexts(target)));
      return code.map(({ line, specifier }) => ({ path, line, what: `imports ${specifier}` }));
    });
  },
  breaks: [
    {
      what: 'words between tags',
      files: { 'components/servers/row.tsx': 'export const R = () => <p>Not reachable</p>;' },
      at: 'components/servers/row.tsx',
    },
    {
      what: 'words for the ear',
      files: { 'app/page.tsx': 'export default () => <nav aria-label="Main" />;' },
      at: 'app/page.tsx',
    },
    {
      what: 'a messages module that computes',
      files: {
        'components/jobs/messages.ts': "import { states } from '@/lib/jobs/states'; export const m = states;",
      },
      at: 'components/jobs/messages.ts',
    },
  ],
  keeps: {
    'components/servers/row.tsx':
      'import { messages } from \'./messages\'; export const R = () => <p aria-label={messages.a} className="row">{messages.a} · 1</p>;',
    'components/servers/messages.ts':
      "import type { State } from '@/lib/servers/views'; export const messages = { a: 'Add' };",
  },
};

function wordsIn(source: Source) {
  return source.nodes.filter(holdsWords).map((node) => {
    const words = String(node.type === 'JSXText' ? node.value : (node.value as Node).value).trim();
    return { path: source.path, line: source.line(node), what: `says “${words}”` };
  });
}

function holdsWords(node: Node): boolean {
  if (node.type === 'JSXText') return /\p{L}{2}/u.test(String(node.value));
  if (node.type !== 'JSXAttribute' || !spoken.includes(nameOf(node.name) ?? '')) return false;
  const value = node.value as Node | null;
  return value?.type === 'Literal' && /\p{L}{2}/u.test(String(value.value));
}
