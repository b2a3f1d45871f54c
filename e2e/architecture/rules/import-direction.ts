import { layerOf, mayImport } from '../rooms';
import type { Rule } from '../rule';

export const importDirection: Rule = {
  name: 'Imports point down: app → components → lib/<noun> → lib/<platform> → db → lib/runtime',
  because: 'a room that knows only what lies below it can be read, tested and replaced alone',
  home: 'move the shared idea down into the room both need, or let the upper room pass it in',
  check(tree) {
    return [...tree.sources.values()].flatMap(({ path, imports }) => {
      const from = layerOf(path);
      if (!from) return [];
      return imports.flatMap(({ target, line }) => {
        if (target === undefined) return [];
        const to = layerOf(target);
        if (to === from || (to && mayImport[from].includes(to))) return [];
        return [{ path, line, what: `${from} imports ${to ?? 'tests or tools'}: ${target}` }];
      });
    });
  },
  breaks: [
    {
      what: 'a page that reads the database itself',
      files: { 'app/(console)/servers/page.tsx': "import { listServers } from '@/db/servers/queries';" },
      at: 'app/(console)/servers/page.tsx',
    },
    {
      what: 'a component that borrows a row type from the database',
      files: { 'components/servers/row.tsx': "import type { Server } from '@/db/servers/tables';" },
      at: 'components/servers/row.tsx',
    },
    {
      what: 'a platform room that knows a noun',
      files: { 'lib/ssh/pool.ts': "export const x = import('@/lib/servers/credentials');" },
      at: 'lib/ssh/pool.ts',
    },
    {
      what: 'a noun that draws',
      files: { 'lib/servers/job.ts': "export { Badge } from '@/components/ui/badge';" },
      at: 'lib/servers/job.ts',
    },
    {
      what: 'a query that calls upwards by a relative path',
      files: { 'db/jobs/queries.ts': "import { enqueue } from '../../lib/jobs/enqueue';" },
      at: 'db/jobs/queries.ts',
    },
    {
      what: 'product code that leans on a test',
      files: { 'lib/runtime/clock.ts': "import { fake } from '@/e2e/support/clock';" },
      at: 'lib/runtime/clock.ts',
    },
  ],
  keeps: {
    'app/(console)/servers/page.tsx':
      "import { loadServers } from '@/lib/servers/loaders'; import { Table } from '@/components/servers/table';",
    'lib/servers/loaders.ts': "import { listServers } from '@/db/servers/queries';",
    'lib/servers/loaders.test.ts': "import { freshDatabase } from '@/e2e/support/database';",
    'instrumentation.ts': "import('@/lib/boot/start');",
  },
};
