import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { guard } from './front/guard.mjs';
import { booted, life } from './front/life.mjs';
import { addressesOf } from './front/links.mjs';
import { createServer } from './front/server.mjs';
import { frontSettings } from './front/settings.mjs';
import { shutDown } from './front/shutdown.mjs';

/**
 * The server that Tomo runs behind, in production and in development alike: only this process sees the socket before the
 * framework believes a header. `npm start` runs it directly, `npm run up` after installing and building.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const dev = process.argv.includes('--dev');

process.umask(0o077);
Object.assign(process.env, { NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' });

try {
  await start();
} catch (error) {
  console.error(`Tomo cannot start. ${messageOf(error)}`);
  process.exit(1);
}

async function start() {
  const settings = { ...frontSettings(process.env), dev };
  tellNextAuth(settings.publicUrl);
  for (const name of Object.keys(process.env))
    if (/^(DOCKER_|GIT_|SSH_AUTH_SOCK$)/.test(name)) delete process.env[name];
  const { default: next } = await import('next');
  // Next puts its upgrade listener on the server it is given: on this one, so that only the front's own decides.
  const upgrades = new EventEmitter();
  const app = next({
    dev,
    dir: root,
    hostname: settings.hostname,
    port: settings.port,
    httpServer: upgrades,
  });
  await app.prepare();
  // Nothing listens before the application says that all is well.
  await booted();
  const handle = guard(app.getRequestHandler(), settings, (error, id) =>
    report(`Request ${id} failed`, error),
  );
  const onHotReload = dev ? (req, socket, head) => upgrades.emit('upgrade', req, socket, head) : undefined;
  const server = createServer(handle, { ...settings, onHotReload });
  await listen(server, settings);
  greet({ ...settings, port: server.address().port });
  obeySignals(server);
}

/** The sign-in library takes its own address from the environment. @param {URL | undefined} publicUrl */
function tellNextAuth(publicUrl) {
  if (publicUrl) process.env.NEXTAUTH_URL = publicUrl.origin;
  else {
    delete process.env.NEXTAUTH_URL;
    process.env.AUTH_TRUST_HOST = 'true';
  }
}

/** @param {import('node:http').Server} server @param {{ port: number, hostname: string }} where */
function listen(server, { port, hostname }) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken
          ? new Error(`PORT: ${port} is in use by another program. Stop it, or start with PORT=${port + 1}.`)
          : error,
      );
    });
    server.listen(port, hostname, resolve);
  });
}

/** @param {{ hostname: string, port: number, publicUrl: URL | undefined }} listening */
function greet(listening) {
  const [first, ...others] = addressesOf(listening);
  const { setupToken } = life();
  if (setupToken) {
    console.log(
      `\n  Open ${first}/setup#token=${setupToken}\n  to create the first administrator. The link works once, for 24 hours.`,
    );
    if (others.length > 0)
      console.log(`  From another machine use ${others.join(' or ')} instead of ${first}.`);
    console.log('');
    life().setupToken = undefined;
  } else console.log(`Tomo is ready: ${[first, ...others].join('  ')}`);
}

/** @param {import('node:http').Server} server */
function obeySignals(server) {
  let asked = 0;
  const stop = (signal) => {
    const now = Date.now();
    // npm passes the terminal's interrupt on a second time.
    if (asked > 0 && signal === 'SIGINT' && now - asked < 500) return;
    if (asked > 0) process.exit(1);
    asked = now;
    shutDown(server).then(
      (how) => process.exit(how === 'stopped' ? 0 : 1),
      (error) => fail(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Going on in an unknown state is worse than a restart.
  process.on('uncaughtException', (error) => fail(error));
}

/** @param {string} message @param {unknown} error */
function report(message, error) {
  const { logFatal } = life();
  if (logFatal) logFatal(message, error);
  else console.error(message, error);
}

// Longer than the ledger's head takes to be written, and short enough for whoever restarts us.
const LAST_WORDS_MS = 2_000;
let failed = false;

/** @param {unknown} error */
async function fail(error) {
  if (failed) return;
  failed = true;
  report(`Tomo stops: ${messageOf(error)}`, error);
  const late = new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS));
  await Promise.race([Promise.resolve(life().lastWords?.()).catch(() => undefined), late]);
  process.exit(1);
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
