import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../machine';

/** An app of the same framework with one empty dynamic page, behind a copy of the same front. */
const files: Record<string, string> = {
  'package.json': '{ "type": "module", "private": true }',
  'next.config.mjs': `export default { poweredByHeader: false, turbopack: { root: ${JSON.stringify(root)} } };`,
  // The front waits for an application that says that it has booted.
  'instrumentation.js': `export function register() {
    const key = Symbol.for('tomo.life');
    globalThis[key] ??= { stopping: false, stoppers: [], isReady: async () => true };
    globalThis[key].boot = Promise.resolve();
  }`,
  'app/layout.js': `export default ({ children }) => <html lang="en"><body>{children}</body></html>;`,
  'app/page.js': `import { connection } from 'next/server';
    export default async function Page() { await connection(); return <p>Empty</p>; }`,
};

/** Builds it unless that was done with these very packages. Returns its folder. */
export function emptyApp(): string {
  const folder = path.join(root, 'test-results/bench/empty-app');
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const stamp = path.join(folder, '.next/built-with');
  mkdirSync(path.join(folder, 'app'), { recursive: true });
  cpSync(path.join(root, 'lib/boot/front'), path.join(folder, 'lib/boot/front'), { recursive: true });
  cpSync(path.join(root, 'lib/boot/front.mjs'), path.join(folder, 'lib/boot/front.mjs'));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return folder;
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const { status, stdout, stderr } = spawnSync(path.join(root, 'node_modules/.bin/next'), ['build'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) throw new Error(`the empty app could not be built:\n${stdout}${stderr}`);
  writeFileSync(stamp, lock);
  return folder;
}
