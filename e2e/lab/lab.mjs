/**
 * The lab: real Debian servers on one machine, for journeys and integration tests. README.md tells what is in it.
 */
import { rmSync } from 'node:fs';
import { ensureAccounts, readAccounts } from './lib/accounts.mjs';
import { createBuilder } from './lib/builds.mjs';
import { docker, isRunning } from './lib/docker.mjs';
import {
  engineAnswers,
  ensureEngine,
  findBridge,
  removeContainers,
  removeImages,
  stopOwnEngine,
} from './lib/engine.mjs';
import { ensureHubCertificate } from './lib/hub-certificate.mjs';
import { withLock } from './lib/lock.mjs';
import { ensureDirectories, labDirectory } from './lib/paths.mjs';
import { startProgress } from './lib/progress.mjs';
import { ensureRegistry, publish, publishedFolders, registryStatus } from './lib/registry.mjs';
import { allSettledOrThrow } from './lib/settle.mjs';
import { readState, updateState } from './lib/state.mjs';
import * as targets from './lib/targets.mjs';
import { ensureVendorRepository, vendorRepositoryAnswers } from './lib/vendor.mjs';

export { silentHost } from './lib/silent-host.mjs';
export { switchVendorRepository, vendorRepository } from './lib/vendor.mjs';
export { labDirectory };

/** Every target there is. */
export const targetNames = Object.keys(targets.targetDefinitions);

/** What `up` starts unless told otherwise. */
export const defaultTargets = ['debian13', 'debian13b', 'debian12'];

/** @typedef {(folder: string, suite?: import('./lib/base.mjs').Suite) => Promise<string>} Build */
/** @typedef {(message: string) => void} Progress */

/** @template T @param {string} name @param {() => Promise<T>} action */
const withTarget = (name, action) => withLock(`target-${name}`, action);

/**
 * Starts the engine, the registry and the named targets, and makes what they need. What runs already is left as it is.
 *
 * @param {object} [options]
 * @param {string[]} [options.targets]
 * @param {string[]} [options.images] folders below images/ to publish, all of them unless told otherwise
 * @param {boolean} [options.vendor] false: leave out the stand-in for the vendor's apt repository
 * @param {import('./lib/progress.mjs').OnProgress} [options.onProgress]
 */
export async function up({
  targets: names = defaultTargets,
  images = publishedFolders,
  vendor = true,
  onProgress,
} = {}) {
  names.forEach(targets.definitionOf);
  const progress = startProgress(onProgress);
  ensureDirectories();
  await withLock(
    'lab',
    async () => {
      await ensureEngine(progress);
      await ensureAccounts(progress);
      await ensureHubCertificate(progress);
      updateState({ bridge: await findBridge() });
      const { build } = createBuilder(progress);
      await allSettledOrThrow([
        ...names.map((name) => bringUp(name, build, progress)),
        bringUpSources(images, vendor, build, progress),
      ]);
      progress('the lab is up');
    },
    () => progress('waiting for another command on this lab to finish'),
  );
}

/** @param {string} name @param {Build} build @param {Progress} progress */
async function bringUp(name, build, progress) {
  const { suite, port } = targets.definitionOf(name);
  const image = await build('target', suite);
  await withTarget(name, async () => {
    if (await isRunning(targets.containerName(name))) await targets.waitForSsh(name);
    else await targets.startTarget(name, image);
  });
  progress(`${name} answers SSH on 127.0.0.1:${port}`);
}

/**
 * Where the targets get images and packages from.
 * @param {string[]} images @param {boolean} vendor @param {Build} build @param {Progress} progress
 */
async function bringUpSources(images, vendor, build, progress) {
  await ensureRegistry(build);
  progress(`the registry answers at ${targets.registryAddress().mirror}`);
  await allSettledOrThrow([
    publish(images, build, progress),
    ...(vendor ? [ensureVendorRepository(build, progress)] : []),
  ]);
}

/**
 * Removes the containers and volumes of the lab and ends the engine if the lab started it. Images stay for the next `up`.
 *
 * @param {object} [options]
 * @param {boolean} [options.purge] also remove the images, keys and everything else in the lab's directory
 */
export async function down({ purge = false } = {}) {
  ensureDirectories();
  await withLock('lab', async () => {
    if (await engineAnswers()) {
      await removeContainers();
      if (purge && !readState().engine?.own) await removeImages();
    }
    await stopOwnEngine();
    if (purge) rmSync(labDirectory, { recursive: true, force: true });
  });
}

/** What runs now. */
export async function status() {
  if (!(await engineAnswers())) return { engine: null, registry: null, vendorRepository: false, targets: [] };
  const { engine } = readState();
  return {
    engine,
    registry: await registryStatus(),
    vendorRepository: await vendorRepositoryAnswers(),
    targets: await Promise.all(targetNames.map(targets.targetStatus)),
  };
}

/**
 * Throws the server away and starts a fresh one from the image: no Docker, new host keys, new machine id.
 * @param {string} name
 */
export async function resetTarget(name) {
  const { suite } = targets.definitionOf(name);
  const { build } = createBuilder(() => {});
  const image = await build('target', suite);
  await withTarget(name, () => targets.startTarget(name, image));
}

/**
 * Everything a test needs to reach a server of the lab.
 * @param {string} name
 */
export function target(name) {
  const { port, suite, firstWebPort } = targets.definitionOf(name);
  return {
    name,
    host: '127.0.0.1',
    port,
    suite,
    container: targets.containerName(name),
    /** Ports that are the same on the server and on this machine's loopback: what an app publishes on one is seen here. */
    webPorts: Array.from({ length: targets.webPortCount }, (_, index) => firstWebPort + index),
    accounts: readAccounts(),
  };
}

/**
 * Runs a command on a server as root, past SSH and past the product: for checks before and after, and to plant faults.
 * A failing command is returned, not thrown.
 *
 * @param {string} name
 * @param {string | string[]} command a string is a bash script
 * @param {{ input?: string, user?: string }} [options]
 */
export function execIn(name, command, { input, user = 'root' } = {}) {
  const argv = typeof command === 'string' ? ['bash', '-c', command] : command;
  const container = targets.containerName(name);
  return docker(['exec', '--interactive', '--user', user, container, ...argv], { input, check: false });
}

/** Addresses of the image registry: `mirror` as the targets use it, `local` from this machine. */
export const registry = () => targets.registryAddress();

/**
 * Makes a server claim to be another system, as an unsupported one would: `pretendOs('debian13', { ID: 'alpine', … })`.
 * Replaces the file until the next reset.
 *
 * @param {string} name
 * @param {Record<string, string>} fields lines of /etc/os-release
 */
export async function pretendOs(name, fields) {
  const lines = Object.entries(fields).map(([key, value]) => `${key}="${value}"\n`);
  // A link to /usr/lib/os-release on Debian: replace the link, not the file of the package.
  const { code, stderr } = await execIn(name, 'rm -f /etc/os-release && cat > /etc/os-release', {
    input: lines.join(''),
  });
  if (code !== 0) throw new Error(`${name}: cannot replace /etc/os-release: ${stderr}`);
}
