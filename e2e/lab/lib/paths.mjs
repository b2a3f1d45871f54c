/**
 * Where the lab keeps what it makes. Outside the repository, so that a second clone finds the images of the first.
 */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const labDirectory = process.env.TOMO_LAB_DIR || join(homedir(), '.cache', 'tomo-lab');

export const paths = {
  state: join(labDirectory, 'state.json'),
  rootfs: join(labDirectory, 'rootfs'),
  keys: join(labDirectory, 'keys'),
  hub: join(labDirectory, 'hub'),
  logs: join(labDirectory, 'logs'),
  registry: join(labDirectory, 'registry'),
  engine: join(labDirectory, 'engine'),
  /** Build contexts: one folder with a Dockerfile for each image. */
  images: join(dirname(dirname(fileURLToPath(import.meta.url))), 'images'),
};

/** Short name of this lab directory: two labs on one machine share neither locks nor labels. */
export const labId = createHash('sha256').update(labDirectory).digest('hex').slice(0, 8);

/** Made before first use; private, since passwords and keys lie below. */
export function ensureDirectories() {
  mkdirSync(labDirectory, { recursive: true, mode: 0o700 });
  for (const directory of [paths.rootfs, paths.keys, paths.hub, paths.logs, paths.registry, paths.engine]) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }
}
