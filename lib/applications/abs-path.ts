import 'server-only';
import { z } from 'zod';
import { isUnprintableLine } from './unprintable';

/** An absolute POSIX path without `.`, `..`, empty parts, control characters or a slash at the end. */
export type AbsPath = string & { readonly __brand: 'AbsPath' };

/** Schema of a stored absolute path: only normalised ones pass. */
export const absPath = z.custom<AbsPath>(
  (value) => typeof value === 'string' && parseAbsPath(value) === value,
);

/**
 * The normalised form of an absolute path: double slashes and a slash at the end are removed. Undefined when it is not
 * absolute, contains `.` or `..` parts, `:` or `$` (which Compose reads as a separator and a reference), control characters, or is too long.
 */
export function parseAbsPath(text: string): AbsPath | undefined {
  if (!text.startsWith('/') || text.length > 1024 || /[:\\$]/.test(text) || isUnprintableLine(text))
    return undefined;
  const parts = text.split('/').filter((part) => part !== '');
  if (parts.some((part) => part === '.' || part === '..')) return undefined;
  return `/${parts.join('/')}` as AbsPath;
}

/** Whether `path` is `root` or lies below it. */
export function isWithin(path: string, root: string): boolean {
  return root === '/' || path === root || path.startsWith(`${root}/`);
}

/** A relative path below a folder of ours (`conf/app.conf`); undefined when it could leave the folder or hide in it. */
export function parseRelativePath(text: string): string | undefined {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/.test(text)) return undefined;
  return text.length <= 200 ? text : undefined;
}

/** Folders that belong to the system of a server: an app has no business there. */
export const systemFolders = [
  '/etc',
  '/proc',
  '/sys',
  '/dev',
  '/run',
  '/var',
  '/boot',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/usr',
  '/bin',
  '/sbin',
  '/root',
];
