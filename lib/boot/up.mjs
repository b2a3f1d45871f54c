import { spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run up`: installs and builds what changed, then starts Tomo. `npm run dev` (`--dev`) starts the same server over the
 * sources. Nothing here needs an installed package, because in a fresh clone there is none.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const dev = process.argv.includes('--dev');

try {
  requireNode();
  process.chdir(root);
  await requireFreePort();
  await install();
  if (!dev) await build();
} catch (error) {
  console.error(`Tomo cannot start. ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
await import('./front.mjs');

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(
    `It needs Node.js 20.19 or newer, this is ${process.versions.node}. Install a newer one from your distribution or nodejs.org, then run it again.`,
  );
}

/** A second copy would rebuild the files from which the first one serves; so this is asked before the work, not after. */
function requireFreePort() {
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65535) return undefined;
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', (error) => {
      if (error.code !== 'EADDRINUSE') return resolve(undefined);
      reject(
        new Error(
          `Port ${port} is in use, perhaps by Tomo itself. Stop it, or choose another one: PORT=${port + 1} npm run up.`,
        ),
      );
    });
    probe.listen(port, () => probe.close(resolve));
  });
}

async function install() {
  const { needsInstall } = await import('./up/install.mjs');
  if (!needsInstall(root)) return;
  console.log('Installing packages …');
  // Not `npm ci`: it refuses a lockfile that was made where the registry lacks the binaries of other systems; the check
  // afterwards is as strict. The build needs the development packages, whatever NODE_ENV says outside.
  const options = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  if (npm && /\.c?js$/.test(npm)) await run('Installing packages', process.execPath, [npm, ...options]);
  else await run('Installing packages', 'npm', options);
  if (needsInstall(root))
    throw new Error(
      'What npm installed is not what package-lock.json says. Delete node_modules and try again.',
    );
}

async function build() {
  const { digestToBuild, stampBuild } = await import('./up/build.mjs');
  const digest = digestToBuild(root);
  if (!digest) return;
  console.log('Building …');
  await run('Building', process.execPath, [path.join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  });
  // Written last: an interrupted build leaves no stamp and is repeated.
  stampBuild(root, digest);
}

/**
 * Runs a program with the terminal's output and waits for its end.
 *
 * @param {string} what names the work in the error
 * @param {string} command
 * @param {string[]} options
 * @param {Record<string, string>} [extra] environment variables
 */
function run(what, command, options, extra = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, options, { cwd: root, env: { ...process.env, ...extra }, stdio: 'inherit' });
    child.on('error', (error) => reject(new Error(`${what} failed: ${error.message}.`)));
    child.on('exit', (code, signal) => {
      if (code === 0) resolve(undefined);
      else
        reject(new Error(`${what} failed (${signal ?? `exit code ${code}`}). Its messages above say why.`));
    });
  });
}
