import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Whether `node_modules` already holds what the lockfile says.
 *
 * @param {string} root the folder of package-lock.json
 */
export function needsInstall(root) {
  return !isInstalled(
    readJson(path.join(root, 'package-lock.json')),
    readJson(path.join(root, 'node_modules/.package-lock.json')),
  );
}

/**
 * Whether `installed` (the lockfile that npm keeps inside node_modules) holds each package of `wanted` in the same version
 * and nothing beside them. Optional packages may be missing or there in addition: they belong to single platforms.
 *
 * @typedef {{ packages?: Record<string, { version?: string, optional?: boolean }> }} Lockfile
 * @param {Lockfile | undefined} wanted
 * @param {Lockfile | undefined} installed
 */
export function isInstalled(wanted, installed) {
  const [planned, there] = [wanted?.packages, installed?.packages];
  if (!planned || !there) return false;
  const complete = Object.entries(planned)
    .filter(([name]) => name !== '')
    .every(([name, entry]) =>
      there[name] ? there[name].version === entry.version : entry.optional === true,
    );
  return complete && Object.entries(there).every(([name, entry]) => planned[name] || entry.optional === true);
}

/** @param {string} file */
function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
