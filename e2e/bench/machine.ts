import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import path from 'node:path';
import { ask } from './program';

export const root = path.resolve(import.meta.dirname, '../..');

// Below this load of the last minute a time in milliseconds says something about the program.
const QUIET = 1.5;

export const load = () => loadavg()[0] ?? 0;
export const isQuiet = (before: number) => before <= QUIET;

/** What a later reader needs to know to judge the numbers again. */
export function machine() {
  const lock = readFileSync(path.join(root, 'package-lock.json'));
  return {
    commit: ask('git', ['-C', root, 'rev-parse', 'HEAD']),
    changed: ask('git', ['-C', root, 'status', '--porcelain']) !== '',
    lockFile: createHash('sha256').update(lock).digest('hex'),
    cpu: cpus()[0]?.model.trim(),
    cores: availableParallelism(),
    memoryMb: Math.round(totalmem() / 1048576),
    kernel: release(),
    node: process.version,
    at: new Date().toISOString(),
  };
}
