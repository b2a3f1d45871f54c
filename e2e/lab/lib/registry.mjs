/**
 * The image registry: what Docker Hub is to the targets.
 */
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { docker, labLabel, runsImage } from './docker.mjs';
import { createLimit } from './limit.mjs';
import { paths } from './paths.mjs';
import { allSettledOrThrow } from './settle.mjs';
import { readState, updateState } from './state.mjs';
import { registryAddress, registryPort } from './targets.mjs';

const container = 'tomo-lab-registry';

/**
 * Build folder -> names on Docker Hub. The programs are the ones Debian has; the names are those people's compose files use.
 * In this order, so that what most journeys need is there first.
 * @type {Record<string, string[]>}
 */
const publishedImages = {
  busybox: ['busybox:1.36', 'busybox:latest'],
  nginx: ['nginx:1.29', 'nginx:1.28', 'nginx:latest'],
  postgres: ['postgres:17', 'postgres:17-alpine'],
  miniflux: ['miniflux/miniflux:2.2.19', 'miniflux/miniflux:latest'],
  adminer: ['adminer:5', 'adminer:latest'],
  redis: ['redis:7', 'redis:8', 'valkey/valkey:8'],
  crash: ['tomo-lab/crash:1'],
  slow: ['tomo-lab/slow:1'],
};

export const publishedFolders = Object.keys(publishedImages);

/** @param {string} name `nginx:1.29` is short for `library/nginx:1.29` */
const repositoryName = (name) => (name.includes('/') ? name : `library/${name}`);

async function answers() {
  try {
    const response = await fetch(`http://${registryAddress().local}/v2/`, {
      signal: AbortSignal.timeout(2000),
    });
    return response.ok;
  } catch {
    return false;
  }
}

/** @param {string} name */
async function isServed(name) {
  const [repository, tag] = repositoryName(name).split(':');
  const response = await fetch(`http://${registryAddress().local}/v2/${repository}/manifests/${tag}`, {
    method: 'HEAD',
    headers: {
      accept:
        'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json',
    },
  });
  return response.ok;
}

/** @param {(folder: string) => Promise<string>} build */
export async function ensureRegistry(build) {
  const image = await build('registry');
  if ((await runsImage(container, image)) && (await answers())) return;
  await docker(['rm', '--force', container], { check: false });
  mkdirSync(paths.registry, { recursive: true });
  const { host, local, port } = registryAddress();
  await docker([
    'run',
    '--detach',
    ...['--name', container, '--label', labLabel],
    ...['--volume', `${paths.registry}:/var/lib/docker-registry`, '--volume', `${paths.hub}:/lab/hub:ro`],
    // On the bridge for the targets; on loopback for pushing, since engines trust plain HTTP there.
    ...['--publish', `${host}:${port}:5000`, '--publish', `${local}:5000`],
    // As Docker Hub itself: an engine that finds no image at its mirror asks there, and its answer is what people read.
    ...['--publish', `${host}:443:5443`],
    image,
  ]);
  for (let round = 0; round < 100; round++) {
    if (await answers()) return;
    await sleep(100);
  }
  throw new Error(`The lab's registry does not answer on port ${registryPort}.`);
}

/**
 * @param {string} folder
 * @param {(folder: string) => Promise<string>} build
 * @param {(message: string) => void} progress
 */
async function publishOne(folder, build, progress) {
  const names = publishedImages[folder];
  if (!names) throw new Error(`No image is made of ${folder}. There are ${publishedFolders.join(', ')}.`);
  const reference = await build(folder);
  for (const name of names) {
    if (readState().pushed?.[name] === reference && (await isServed(name))) continue;
    const remote = `${registryAddress().local}/${repositoryName(name)}`;
    await docker(['tag', reference, remote]);
    await docker(['push', '--quiet', remote]);
    updateState({ pushed: { ...readState().pushed, [name]: reference } });
    progress(`registry serves ${name}`);
  }
}

/**
 * @param {string[]} folders
 * @param {(folder: string) => Promise<string>} build
 * @param {(message: string) => void} progress
 */
export async function publish(folders, build, progress) {
  const limited = createLimit(2);
  await allSettledOrThrow(folders.map((folder) => limited(() => publishOne(folder, build, progress))));
}

export async function registryStatus() {
  return { running: await answers(), ...registryAddress(), images: Object.keys(readState().pushed ?? {}) };
}
