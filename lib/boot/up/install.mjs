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
 * Whether `installed` (the lockfile that npm keeps inside node_modules) holds each package of `wanted` in the same version.
 * Optional packages may be missing: they belong to other platforms.
 *
 * @param {{ packages?: Record<string, { version?: string, optional?: boolean, link?: boolean }> } | undefined} wanted
 * @param {{ packages?: Record<string, { version?: string }> } | undefined} installed
 */
export function isInstalled(wanted, installed) {
  if (!wanted?.packages || !installed?.packages) return false;
  const there = installed.packages;
  const wantedEntries = Object.entries(wanted.packages).filter(([name]) => name !== '');
  const complete = wantedEntries.every(([name, entry]) =>
    there[name] ? there[name].version === entry.version : entry.optional === true,
  );
  return complete && Object.keys(there).every((name) => wanted.packages?.[name] !== undefined);
}

/** @param {string} file */
function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
