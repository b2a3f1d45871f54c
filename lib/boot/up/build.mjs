import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Everything that `next build` reads. */
const SOURCES = [
  'app',
  'components',
  'db',
  'lib',
  'public',
  'instrumentation.ts',
  'next.config.mjs',
  'package-lock.json',
  'postcss.config.mjs',
  'tsconfig.json',
];
const IGNORED = /(^|\/)(node_modules|__fixtures__)(\/|$)|\.test\.tsx?$/;

const STAMP = '.next/tomo-sources';

/**
 * The digest of the sources when the last finished build was made from others, else undefined.
 *
 * @param {string} root
 */
export function digestToBuild(root) {
  const digest = sourceDigest(root);
  const stamp = path.join(root, STAMP);
  const built = existsSync(path.join(root, '.next/BUILD_ID')) && existsSync(stamp);
  return built && readFileSync(stamp, 'utf8') === digest ? undefined : digest;
}

/** Remembers from which sources the build was made. @param {string} root @param {string} digest */
export function stampBuild(root, digest) {
  writeFileSync(path.join(root, STAMP), digest);
}

/**
 * SHA-256 over names and contents of the sources, so that touching or copying a file does not look like a change.
 *
 * @param {string} root
 */
function sourceDigest(root) {
  const hash = createHash('sha256').update(process.versions.modules);
  for (const file of SOURCES.flatMap((name) => filesOf(root, name))) {
    hash.update(`\0${file}\0`).update(
      createHash('sha256')
        .update(readFileSync(path.join(root, file)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

/** @param {string} root @param {string} name @returns {string[]} paths relative to root, sorted */
function filesOf(root, name) {
  const entry = path.join(root, name);
  if (!existsSync(entry)) return [];
  if (/\.[a-z]+$/.test(name)) return [name];
  return readdirSync(entry, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => path.relative(root, path.join(file.parentPath, file.name)))
    .filter((file) => !IGNORED.test(file))
    .sort();
}
