import { packageRooms } from '../packages';
import { isProduct } from '../rooms';
import type { Rule } from '../rule';

export const packageRoomsRule: Rule = {
  name: 'G2 Every package is imported in its own room only',
  because: 'a dangerous or replaceable thing has one place to review and one place to change',
  home: 'use what the room offers; a new package gets a line in e2e/architecture/packages.ts with its reason',
  check(tree) {
    return [...tree.sources.values()].flatMap(({ path, imports }) =>
      imports.flatMap(({ package: name, names, line }) => {
        if (name === undefined || isHarmless(name, names)) return [];
        const room = packageRooms[name];
        if (!room) return [{ path, line, what: `${name} has no room yet` }];
        if (room.rooms.some((prefix) => fits(path, prefix))) return [];
        const places = room.rooms.join(', ') || 'nowhere';
        return [{ path, line, what: `${name} (${room.because}) belongs to ${places}` }];
      }),
    );
  },
  breaks: [
    {
      what: 'SSH outside its room',
      files: { 'lib/servers/probe.ts': "import { Client } from 'ssh2';" },
      at: 'lib/servers/probe.ts',
    },
    {
      what: 'SQL outside the database',
      files: { 'lib/servers/loaders.ts': "import { eq } from 'drizzle-orm/sqlite-core';" },
      at: 'lib/servers/loaders.ts',
    },
    {
      what: 'sign-in in a page, for a type',
      files: { 'app/login/page.tsx': "import type { Session } from 'next-auth';" },
      at: 'app/login/page.tsx',
    },
    {
      what: 'a package nobody decided on',
      files: { 'lib/servers/job.ts': "const all = require('lodash');" },
      at: 'lib/servers/job.ts',
    },
    {
      what: 'a socket of its own',
      files: { 'lib/marketplace/fetch.ts': "import https from 'https';" },
      at: 'lib/marketplace/fetch.ts',
    },
    {
      what: 'a loader of computed names',
      files: { 'lib/jobs/run.ts': "import { createRequire } from 'node:module';" },
      at: 'lib/jobs/run.ts',
    },
  ],
  keeps: {
    'lib/servers/address.ts': "import { isIP } from 'node:net';",
    'lib/ssh/connect.ts': "import { Client } from 'ssh2'; import { createHash } from 'node:crypto';",
    'db/client.ts': "import { createClient } from '@libsql/client';",
    'lib/jobs/run.test.ts': "import fc from 'fast-check';",
  },
};

/** Node modules that stay inside the process; child processes have a rule of their own. */
function isHarmless(name: string, names: string[]): boolean {
  if (name === 'node:net' && names.length > 0 && names.every((one) => /^isIP/.test(one))) return true;
  return name === 'node:child_process' || (name.startsWith('node:') && !packageRooms[name]);
}

function fits(path: string, room: string): boolean {
  if (room === '*.test') return /\.test\.tsx?$/.test(path);
  if (room === '*.config') return !isProduct(path) && /(^|\/)[\w-]+\.config\.(mjs|ts)$/.test(path);
  return path.startsWith(room);
}
