import { isTest, nouns, platformRooms, screenRooms } from '../rooms';
import type { Rule } from '../rule';

const empty = /^(utils?|helpers?|common|misc|types|hooks|services|managers|shared|core)$/;
/** Names that tools and people expect. */
const given =
  /^(README\.md|LICENSE|Dockerfile|\.[\w.-]+|\[{1,2}(\.\.\.)?[a-zA-Z]+\]{1,2}|\([a-z-]+\)|(0|[1-9]\d*)\w*)$/;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(config|test|spec|lab|worker|module|d))*(\.[a-z0-9]+)?$/;

const rooms: Record<string, readonly string[]> = {
  lib: [...nouns, ...platformRooms, 'runtime', 'boot', 'cli'],
  db: [...nouns, 'migrations', 'readme'],
  components: [...nouns, ...screenRooms],
};

export const fileNames: Rule = {
  name: 'Names say what is inside: kebab-case, known rooms, no drawer words, no barrels',
  because:
    'a path reads layer / noun / role; a drawer called "utils" hides what it holds and a barrel hides who needs it',
  home: 'name the file after its one idea, inside the room of its noun',
  check(tree) {
    return [...tree.paths].filter(isOurs).flatMap((path) => complaints(path).map((what) => ({ path, what })));
  },
  breaks: [
    { what: 'a drawer', files: { 'lib/servers/utils.ts': '' }, at: 'lib/servers/utils.ts' },
    {
      what: 'a drawer folder',
      files: { 'components/hooks/use-time.ts': '' },
      at: 'components/hooks/use-time.ts',
    },
    { what: 'a barrel', files: { 'lib/ssh/index.ts': '' }, at: 'lib/ssh/index.ts' },
    { what: 'camel case', files: { 'lib/ssh/hostKey.ts': '' }, at: 'lib/ssh/hostKey.ts' },
    { what: 'a room nobody knows', files: { 'lib/stuff/thing.ts': '' }, at: 'lib/stuff/thing.ts' },
  ],
  keeps: {
    'lib/installed-apps/steps/pull-images.ts': '',
    'app/(console)/servers/[serverId]/page.tsx': '',
    'app/api/auth/[...nextauth]/route.ts': '',
    'db/migrations/0000_first.sql': '',
    'e2e/first-server.spec.ts': '',
    'lib/boot/front.mjs': '',
  },
};

const isOurs = (path: string) =>
  /^(app|lib|db|components|e2e|security)\//.test(path) && !path.startsWith('db/migrations/');

function complaints(path: string): string[] {
  const parts = path.split('/');
  const [top = '', room = ''] = parts;
  const found = parts
    .filter((part) => !given.test(part) && !kebab.test(part))
    .map((part) => `${part} is not kebab-case`);
  const drawers = parts.filter((part) => empty.test(part.replace(/\..*$/, '')));
  found.push(...drawers.map((part) => `${part} says nothing about its content`));
  if (/\/index\.(ts|tsx|mjs)$/.test(path)) found.push('is a barrel');
  const known = rooms[top];
  if (known && parts.length > 2 && !known.includes(room))
    found.push(`${top}/${room} is no room of this house`);
  if (isTest(path) && /\.spec\.tsx?$/.test(path) && top !== 'e2e')
    found.push('journeys (*.spec.ts) live in e2e/');
  return found;
}
