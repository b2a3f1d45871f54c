import 'server-only';
import type { StepRun } from '@/lib/jobs/step';
import { TomoError } from '@/lib/runtime/errors';

/** A file system that a preparation writes to, and the folders that lie there. Some make inodes as they need them: null. */
type Disk = { mount: string; paths: string[]; freeKib: number; freeInodes: number | null };

const MIB = 1024;
const GIB = 1024 * MIB;

/** What each folder takes on a file system of its own: settings, packages on their way in, files of apps, the engine's own. */
const needs: Record<string, number> = {
  '/': 64 * MIB,
  '/var': 512 * MIB,
  '/opt': 64 * MIB,
  '/var/lib/docker': 128 * MIB,
};
/** Where packages and images share one, as on most servers. */
const TOGETHER = 2 * GIB;
const PROGRAMS = 512 * MIB;

/** The file systems in lines `disk PATH FREE-KIB FREE-INODES MOUNT`; folders on the same one are put together. */
export function disksIn(lines: readonly string[]): Disk[] {
  const disks = new Map<string, Disk>();
  for (const line of lines) {
    const [, path, free, inodes, mount] = /^disk (\S+) (\d+) (\d+|-) (.+)$/.exec(line) ?? [];
    if (path === undefined || mount === undefined) continue;
    const known = disks.get(mount);
    if (known) known.paths.push(path);
    else {
      const freeInodes = inodes === '-' ? null : Number(inodes);
      disks.set(mount, { mount, paths: [path], freeKib: Number(free), freeInodes });
    }
  }
  return [...disks.values()];
}

/** Refuses a file system that is too full for what would be written to it, by its name; warns where it is narrow. */
export function requireRoom(disk: Disk, step: Pick<StepRun, 'log'>): void {
  const needed = neededKib(disk.paths);
  if (disk.freeKib < needed)
    throw noSpace(
      `Only ${sizeOf(disk.freeKib)} are free on ${named(disk)}; ${sizeOf(needed)} are needed.`,
      disk,
    );
  if (disk.freeInodes === 0)
    throw noSpace(`${capital(named(disk))} can hold no further file: it has no free inode.`, disk);
  if (disk.paths.includes('/var/lib/docker') && disk.freeKib < TOGETHER)
    step.log(`Only ${sizeOf(disk.freeKib)} are free on ${named(disk)}: little room for images.`, 'WARNING');
  if (disk.paths.includes('/usr') && disk.freeKib < PROGRAMS)
    step.log(
      `Only ${sizeOf(disk.freeKib)} are free on ${named(disk)}; the programs of Docker take ${sizeOf(PROGRAMS)}.`,
      'WARNING',
    );
}

/** KiB as people say them, never more than there is. */
export function sizeOf(kib: number): string {
  return kib < GIB ? `${Math.floor(kib / MIB)} MiB` : `${(Math.floor((10 * kib) / GIB) / 10).toFixed(1)} GiB`;
}

function neededKib(paths: string[]): number {
  if (paths.includes('/var') && paths.includes('/var/lib/docker')) return TOGETHER;
  return paths.reduce((sum, path) => sum + (needs[path] ?? 0), 0);
}

function named({ mount, paths }: Disk): string {
  const others = paths.filter((path) => path !== mount && path !== '/usr');
  return `the disk of ${mount}${others.length > 0 ? ` (with ${others.join(', ')})` : ''}`;
}

function noSpace(message: string, { mount }: Disk): TomoError {
  return new TomoError('unavailable', message, {
    hint: `Free some space on ${mount === '/' ? 'the server' : mount}, or move what needs it, then retry.`,
    reason: 'no_space',
    data: { mount },
  });
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
