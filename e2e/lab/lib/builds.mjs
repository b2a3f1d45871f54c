/**
 * Images built from the folders beside this one. Each is named after the content of its folder and of what it is built
 * on, so an unchanged image is never built twice and a changed one is never mistaken for the old.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureBase } from './base.mjs';
import { docker, imageExists, labLabel } from './docker.mjs';
import { createLimit } from './limit.mjs';
import { paths } from './paths.mjs';

/** @typedef {import('./base.mjs').Suite} Suite */

/**
 * Images built on the image of another folder; every other stands on the base system.
 * @type {Record<string, string>}
 */
const builtOn = { crash: 'busybox', slow: 'busybox' };

/**
 * @param {string} folder
 * @param {Suite} suite
 * @returns {string}
 */
function buildReference(folder, suite) {
  const parent = builtOn[folder];
  const hash = createHash('sha256').update(parent ? buildReference(parent, suite) : suite);
  for (const file of readdirSync(join(paths.images, folder)).sort()) {
    hash.update(file).update(readFileSync(join(paths.images, folder, file)));
  }
  return `tomo-lab/build-${folder}:${suite}-${hash.digest('hex').slice(0, 12)}`;
}

/** @param {(message: string) => void} progress */
export function createBuilder(progress) {
  const limited = createLimit(Math.max(2, availableParallelism()));
  /** @type {Map<string, Promise<string>>} */
  const begun = new Map();

  /** @param {string} key @param {() => Promise<string>} work */
  function once(key, work) {
    const promise = begun.get(key) ?? work();
    begun.set(key, promise);
    return promise;
  }

  /** @param {Suite} suite */
  const base = (suite) => once(`base ${suite}`, () => limited(() => ensureBase(suite, progress)));

  /**
   * @param {string} folder
   * @param {Suite} [suite]
   * @returns {Promise<string>} image reference
   */
  function build(folder, suite = 'trixie') {
    return once(`build ${folder} ${suite}`, async () => {
      const reference = buildReference(folder, suite);
      if (await imageExists(reference)) return reference;
      const parent = builtOn[folder];
      const from = await (parent ? build(parent, suite) : base(suite));
      return limited(async () => {
        progress(`building ${folder} (${suite})`);
        const options = ['--build-arg', `BASE=${from}`, '--label', labLabel, '--tag', reference];
        await docker(['build', ...options, join(paths.images, folder)], {
          log: join(paths.logs, `build-${folder}-${suite}.log`),
        });
        return reference;
      });
    });
  }

  return { build };
}
