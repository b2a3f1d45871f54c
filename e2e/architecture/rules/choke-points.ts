import { isProduct } from '../rooms';
import type { Rule } from '../rule';
import { nameOf } from '../syntax';

/** Words that may stand in the named files only, because another place would be a way round them. */
const points: Record<string, { files: string[]; because: string }> = {
  createCipheriv: { files: ['lib/crypto/seal.ts'], because: 'values are sealed with a fresh nonce' },
  createDecipheriv: {
    files: ['lib/crypto/seal.ts'],
    because: 'sealed values are opened with the whole tag checked',
  },
  hostVerifier: {
    files: ['lib/ssh/connect.ts', 'lib/ssh/scan.ts'],
    because: 'a connection is accepted by one pure function, a scan accepts none',
  },
  generateKeyPairSync: {
    files: ['lib/ssh/generate-key.ts'],
    because: 'one key in 256 is unreadable and must be made again',
  },
};

export const chokePoints: Rule = {
  name: 'What is decided in one place stands in one file',
  because: 'a check that can be walked around is no check',
  home: Object.entries(points)
    .map(([name, { files, because }]) => `${name}: ${files.join(', ')} (${because})`)
    .join('; '),
  check(tree) {
    const sources = [...tree.sources.values()].filter(({ path }) => isProduct(path));
    return sources.flatMap((source) =>
      source.nodes.flatMap((node) => {
        const name = node.type === 'Literal' ? undefined : nameOf(node);
        if (name === undefined || !Object.hasOwn(points, name)) return [];
        if (points[name]?.files.includes(source.path)) return [];
        return [{ path: source.path, line: source.line(node), what: `uses ${name}` }];
      }),
    );
  },
  breaks: [
    {
      what: 'a value opened elsewhere',
      files: { 'lib/servers/credentials.ts': "import { createDecipheriv as open } from 'node:crypto';" },
      at: 'lib/servers/credentials.ts',
    },
    {
      what: 'a second decision on host keys',
      files: { 'lib/ssh/pool.ts': 'connect({ hostVerifier: () => true });' },
      at: 'lib/ssh/pool.ts',
    },
  ],
  keeps: {
    'lib/crypto/seal.ts': "import { createDecipheriv } from 'node:crypto'; createDecipheriv('a', k, n);",
  },
};
