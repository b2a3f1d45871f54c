import 'server-only';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path of a `file:` URL, relative ones included (`file:data/tomo.db`), which Node's own parser refuses. */
export function pathOf(url: string): string {
  return url.startsWith('file:/') ? fileURLToPath(url) : path.resolve(url.slice('file:'.length));
}

/**
 * Makes the folder (0700) and the file (0600) when missing and takes the file's rights from everyone else. SQLite gives
 * its -wal and -shm files the rights of the database.
 */
export function prepareFile(url: string): void {
  const file = pathOf(url);
  const folder = path.dirname(file);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  // An existing file is never opened here: closing it would drop every lock this process holds on it (POSIX).
  if (existsSync(file)) chmodSync(file, 0o600);
  else closeSync(openSync(file, 'wx', 0o600));
}
