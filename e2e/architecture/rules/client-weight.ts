import { chainTo } from '../reach';
import type { Rule } from '../rule';
import type { Source } from '../tree';

const serverOnly =
  /^(node:.*|zod|pino|ssh2|dockerode|js-yaml|drizzle-orm|@libsql\/client|@zxcvbn-ts\/.*|next-auth|server-only)$/;
/** The sign-in form talks to NextAuth from the browser; it is the only one. */
const exception = { from: 'lib/auth/', to: 'next-auth' };

export const clientWeight: Rule = {
  name: 'Client components carry no server code into the page',
  because:
    'every package behind a client component is downloaded by every visitor, and server code there may carry secrets',
  home: 'import types only, or let the server component pass the finished value in; validation happens on the server',
  check(tree) {
    const actions = new Set([...tree.sources.values()].filter(has('use server')).map(({ path }) => path));
    return [...tree.sources.values()].filter(has('use client')).flatMap(({ path }) => {
      const found = (name: string) => serverOnly.test(name) || name.startsWith('db/');
      const chain = chainTo(tree, path, found, (file) => actions.has(file));
      if (!chain || (chain.at(-1) === exception.to && chain.at(-2)?.startsWith(exception.from))) return [];
      return [{ path, what: `carries ${chain.slice(1).join(' → ')}` }];
    });
  },
  breaks: [
    {
      what: 'a form that brings the validator',
      files: {
        'components/servers/form.tsx':
          "'use client'; import { input } from '@/lib/servers/schema'; export const F = input;",
        'lib/servers/schema.ts': "import { z } from 'zod'; export const input = z.string();",
      },
      at: 'components/servers/form.tsx',
    },
    {
      what: 'a leaf that brings tables',
      files: {
        'components/servers/row.tsx':
          "'use client'; import { servers } from '@/db/servers/tables'; export const R = servers;",
      },
      at: 'components/servers/row.tsx',
    },
  ],
  keeps: {
    'components/servers/form.tsx':
      "'use client'; import { renameAction } from '@/lib/servers/actions'; import type { Input } from '@/lib/servers/schema'; export const F = renameAction as Input;",
    'lib/servers/actions.ts': "'use server'; import { z } from 'zod'; export const renameAction = z;",
    'lib/servers/schema.ts':
      "import { z } from 'zod'; export const input = z.string(); export type Input = 1;",
  },
};

const has =
  (directive: string) =>
  ({ program }: Source) =>
    (program.body as { directive?: string }[]).some((node) => node.directive === directive);
