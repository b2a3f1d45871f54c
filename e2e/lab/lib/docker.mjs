/**
 * The client of the outer engine. Chosen by its full path and told its engine by DOCKER_HOST, because another client,
 * or a context that points at another machine, may come first.
 */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { labId } from './paths.mjs';
import { run } from './run.mjs';
import { readState } from './state.mjs';

/** Marks containers, volumes and images as this lab's: only what bears it is ever removed. */
export const labLabel = `dev.tomo.lab=${labId}`;

/**
 * @param {string} name
 * @returns {string | null} full path of an installed program
 */
export function findProgram(name) {
  const directories = ['/usr/sbin', '/usr/bin', '/usr/local/bin', ...(process.env.PATH ?? '').split(':')];
  for (const directory of directories) {
    if (!directory) continue;
    try {
      accessSync(join(directory, name), constants.X_OK);
      return join(directory, name);
    } catch {}
  }
  return null;
}

/** @param {string} host */
export function dockerEnvironment(host) {
  // The classic builder is in every client; BuildKit needs a plugin that may be missing.
  return { DOCKER_HOST: host, DOCKER_CONTEXT: undefined, DOCKER_BUILDKIT: '0' };
}

/**
 * @param {string[]} args
 * @param {import('./run.mjs').RunOptions} [options]
 */
export function docker(args, options = {}) {
  const { engine } = readState();
  if (!engine) throw new Error('The lab is not up: run `node e2e/lab/cli.mjs up` first.');
  return run(engine.client, args, { ...options, env: dockerEnvironment(engine.host) });
}

/**
 * @param {string} container
 * @returns {Promise<boolean>}
 */
export async function isRunning(container) {
  const { code, stdout } = await docker(['inspect', '-f', '{{.State.Running}}', container], { check: false });
  return code === 0 && stdout.trim() === 'true';
}

/**
 * Whether a container runs, and from this image rather than from an older build of it.
 * @param {string} container
 * @param {string} image
 */
export async function runsImage(container, image) {
  const format = '{{.State.Running}} {{.Config.Image}}';
  const { stdout } = await docker(['inspect', '-f', format, container], { check: false });
  return stdout.trim() === `true ${image}`;
}

/** @param {string} reference */
export async function imageExists(reference) {
  return (await docker(['image', 'inspect', '-f', '{{.Id}}', reference], { check: false })).code === 0;
}
