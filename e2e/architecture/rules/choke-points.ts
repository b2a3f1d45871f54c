import { isProduct } from '../rooms';
import type { Rule } from '../rule';
import { nameOf, walk } from '../syntax';

/** Words that may stand in one file of one room, because a second place would be a way round the first. */
const points: Record<string, { room: string; because: string }> = {
  createDecipheriv: {
    room: 'lib/crypto/',
    because: 'sealed values are opened in one place, with the whole tag checked',
  },
  createCipheriv: { room: 'lib/crypto/', because: 'values are sealed in one place, with a fresh nonce' },
  hostVerifier: { room: 'lib/ssh/', because: 'the host key is decided by one pure function' },
  generateKeyPairSync: { room: 'lib/ssh/', because: 'one key in 256 is unreadable and must be made again' },
};

export const chokePoints: Rule = {
  name: 'What must be decided in one place stands in one file',
  because: 'a check that can be walked around is no check',
  home: Object.entries(points)
    .map(([name, { room, because }]) => `${name}: one file of ${room} (${because})`)
    .join('; '),
  check(tree) {
    return Object.entries(points).flatMap(([name, { room }]) => {
      const users = [...tree.sources.values()]
        .filter(({ path }) => isProduct(path))
        .filter(({ program }) =>
          [...walk(program)].some((node) => nameOf(node) === name && node.type !== 'Literal'),
        )
        .map(({ path }) => path);
      const strangers = users.filter((path) => !path.startsWith(room));
      const second = users.filter((path) => path.startsWith(room)).slice(1);
      return [...strangers, ...second].map((path) => ({ path, what: `uses ${name}` }));
    });
  },
  breaks: [
    {
      what: 'a value opened elsewhere',
      files: { 'lib/servers/credentials.ts': "import { createDecipheriv as open } from 'node:crypto';" },
      at: 'lib/servers/credentials.ts',
    },
    {
      what: 'a second file in the right room',
      files: {
        'lib/ssh/connect.ts': 'connect({ hostVerifier: a });',
        'lib/ssh/scan.ts': 'connect({ hostVerifier: b });',
      },
      at: 'lib/ssh/scan.ts',
    },
  ],
  keeps: {
    'lib/crypto/envelope.ts': "import { createDecipheriv } from 'node:crypto'; createDecipheriv('a', k, n);",
  },
};
