/**
 * Every package and every dangerous Node module: the rooms that may import it, and what it saves us from writing.
 * A package without a line here cannot be imported at all, so each new one is a decision somebody can read.
 */
export type PackageRoom = { rooms: string[]; because: string };

const tests = ['e2e/', '*.test'];
const config = ['*.config'];

export const packageRooms: Record<string, PackageRoom> = {
  // What Tomo remembers
  'drizzle-orm': { rooms: ['db/'], because: 'typed SQL; queries stay beside the tables they read' },
  '@libsql/client': {
    rooms: ['db/', 'e2e/', '*.test'],
    because: 'the database itself: one client, one writer; tests play somebody who edits the file',
  },
  'drizzle-kit': { rooms: ['db/'], because: 'writes migrations from the tables' },

  // The wire
  ssh2: { rooms: ['lib/ssh/', 'e2e/'], because: 'the SSH protocol' },
  dockerode: { rooms: ['lib/docker/'], because: 'the Engine API, typed' },

  // The lock
  'next-auth': { rooms: ['lib/auth/', 'app/api/auth/'], because: 'sign-in cookies and their encryption' },
  '@node-rs/argon2': { rooms: ['lib/auth/'], because: 'password hashing' },
  '@zxcvbn-ts/core': { rooms: ['lib/auth/'], because: 'password strength' },
  '@zxcvbn-ts/language-common': { rooms: ['lib/auth/'], because: 'the list of common passwords' },

  // Small things that are never written by hand
  zod: { rooms: ['lib/', 'app/api/'], because: 'validation, on the server only' },
  uuid: { rooms: ['lib/runtime/'], because: 'ids that sort by time' },
  'ipaddr.js': { rooms: ['lib/'], because: 'addresses and ranges' },
  'p-limit': { rooms: ['lib/'], because: 'bounded concurrency' },
  'js-yaml': { rooms: ['lib/'], because: 'YAML' },
  pino: { rooms: ['lib/'], because: 'structured log lines' },
  anser: { rooms: ['components/'], because: 'colours in terminal output' },
  'server-only': { rooms: ['lib/', 'db/', 'components/'], because: 'keeps server code out of pages' },

  // What is seen
  next: {
    rooms: [
      'app/',
      'components/',
      'lib/procedures/',
      'lib/auth/',
      'lib/boot/',
      'instrumentation',
      'next.config',
    ],
    because: 'the framework',
  },
  react: { rooms: ['app/', 'components/', 'lib/procedures/', 'lib/auth/', '*.test'], because: 'the view' },
  'react-dom': { rooms: ['app/', 'components/', '*.test'], because: 'the view in a page' },
  'radix-ui': { rooms: ['components/'], because: 'accessible dialogs, menus, tabs' },
  'class-variance-authority': { rooms: ['components/ui/'], because: 'variants of the primitives' },
  clsx: { rooms: ['components/ui/'], because: 'class names' },
  'tailwind-merge': { rooms: ['components/ui/'], because: 'class names that override' },
  'lucide-react': { rooms: ['app/', 'components/'], because: 'icons' },
  'next-themes': { rooms: ['app/', 'components/'], because: 'light and dark without a flash' },
  geist: { rooms: ['app/'], because: 'the typeface, served by ourselves' },
  recharts: { rooms: ['components/'], because: 'charts, loaded when one is shown' },

  // Tools
  vitest: { rooms: [...tests, ...config], because: 'unit and integration tests' },
  vite: { rooms: ['e2e/', ...config], because: 'reads the syntax of our own sources' },
  'fast-check': { rooms: tests, because: 'tests over generated values' },
  'happy-dom': { rooms: tests, because: 'a page without a browser' },
  '@playwright/test': { rooms: ['e2e/', ...config], because: 'tests in a real browser' },
  'axe-core': { rooms: ['e2e/'], because: 'finds what people cannot perceive or reach' },

  // Node modules that open a way out of the process
  'node:worker_threads': { rooms: ['lib/', 'db/', 'e2e/'], because: 'work that must not block' },
  'node:net': { rooms: ['lib/ssh/', 'lib/boot/', 'e2e/', '*.test'], because: 'sockets' },
  'node:tls': { rooms: ['e2e/'], because: 'sockets' },
  'node:http': {
    rooms: ['lib/boot/', 'lib/docker/', 'e2e/', '*.test'],
    because: 'the front, and the agent of the Engine API',
  },
  'node:https': { rooms: ['e2e/'], because: 'Tomo calls nobody on its own' },
  'node:http2': { rooms: [], because: 'Tomo calls nobody on its own' },
  'node:dgram': { rooms: ['e2e/'], because: 'Tomo calls nobody on its own' },
  'node:vm': { rooms: [], because: 'text never becomes code' },
  'node:cluster': { rooms: [], because: 'one process: writer, pool and live bus exist once' },
  'node:module': {
    rooms: ['lib/boot/', 'e2e/'],
    because: 'loading by computed name hides imports from these rules',
  },
};
