/**
 * The engines inside the targets make control groups on the machine, since containers share them. A server that is
 * thrown away cannot tidy up after itself, so empty ones stay.
 */
import { readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} directory */
function subdirectories(directory) {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => join(directory, entry.name));
  } catch {
    return []; // no such hierarchy, or it went away meanwhile
  }
}

/** @param {string} directory */
function removeEmpty(directory) {
  for (const child of subdirectories(directory)) removeEmpty(child);
  try {
    rmdirSync(directory);
  } catch {
    return; // the kernel refuses while a process is in it: it is somebody's
  }
}

/** To be called when the lab's own engine has ended: nobody is about to put a process into a new group then. */
export function removeEmptyGroups() {
  const root = '/sys/fs/cgroup';
  for (const hierarchy of [root, ...subdirectories(root)]) removeEmpty(join(hierarchy, 'docker'));
}
