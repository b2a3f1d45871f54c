/** The rooms of the house, top to bottom: a room may use those below it. */
export type Layer = 'app' | 'boot' | 'components' | 'noun' | 'platform' | 'db' | 'runtime';

export const nouns = [
  'users',
  'settings',
  'servers',
  'preparations',
  'applications',
  'installed-apps',
  'marketplace',
  'metrics',
  'audit',
  'logs',
  'jobs',
  'retention',
  'notifications',
] as const;

/** Rooms of `lib/` that know how, not what: nouns use them, they use no noun. */
export const platformRooms = [
  'procedures',
  'auth',
  'audit',
  'crypto',
  'ssh',
  'docker',
  'jobs',
  'log',
  'settings',
] as const;

/** Rooms of `lib/` that put everything together; nobody imports them but the framework and people. */
const bootRooms = ['boot', 'cli'];

/** Rooms of `components/` that belong to no noun. */
export const screenRooms = ['ui', 'shell', 'form', 'data', 'charts', 'auth', 'dashboard'] as const;

/** Which layers a file of each layer may import from, besides its own. */
export const mayImport: Record<Layer, Layer[]> = {
  app: ['components', 'noun', 'platform', 'runtime'],
  boot: ['noun', 'platform', 'db', 'runtime'],
  components: ['noun', 'platform', 'runtime'],
  noun: ['platform', 'db', 'runtime'],
  platform: ['db', 'runtime'],
  db: ['runtime'],
  runtime: [],
};

/** The layer a file belongs to; undefined for tests, tools and configuration, which may look everywhere. */
export function layerOf(file: string): Layer | undefined {
  if (isTest(file)) return undefined;
  const [top, room] = file.split('/');
  if (file === 'instrumentation.ts') return 'boot';
  if (top === 'app' || top === 'components' || top === 'db') return top;
  if (top !== 'lib' || room === undefined) return undefined;
  if (room === 'runtime') return 'runtime';
  if (bootRooms.includes(room)) return 'boot';
  return (platformRooms as readonly string[]).includes(room) ? 'platform' : 'noun';
}

/** Product code: what runs when Tomo runs. */
export const isProduct = (file: string) => layerOf(file) !== undefined;

export const isTest = (file: string) => /\.(test|spec)\.tsx?$/.test(file) || file.startsWith('e2e/');
