import 'server-only';
import { statfsSync } from 'node:fs';
import path from 'node:path';
import { pathOf } from '@/db/files';
import { env } from '@/lib/runtime/env';
import { isTomoError, TomoError } from '@/lib/runtime/errors';

/** Whether another connection holds what `error` failed to get; a later attempt on a new connection may succeed. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error)) || error.message.includes('SQL statements in progress');
}

/** Whether `error` says that the connection was closed before the statement ran. */
export function isClosed(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === 'CLIENT_CLOSED';
}

/**
 * The columns whose values exist already, as `table.column`, when `error` is the refusal of a unique index; otherwise
 * undefined. SQLite names columns only, never values.
 */
export function uniqueViolation(error: unknown): string[] | undefined {
  const match = error instanceof Error ? /UNIQUE constraint failed: ([^\n]+)$/.exec(error.message) : null;
  return match?.[1]?.split(', ');
}

/** Whether `error` is the refusal of a foreign key: a parent in use, or a reference to a row that is gone. */
export function foreignKeyViolation(error: unknown): boolean {
  return error instanceof Error && error.message.includes('FOREIGN KEY constraint failed');
}

/** Words for people when the file or its disk is the problem; undefined for every other error. */
export function storageFailure(error: unknown): TomoError | undefined {
  if (!(error instanceof Error)) return undefined;
  const failure = FAILURES.find(({ codes }) => codes.test(codeOf(error)));
  // Where SQLite maps a file, a full disk is an error of the disk to it.
  if (failure === DISK_ERROR && hasNoRoom()) return unavailable(DISK_FULL, error);
  return failure ? unavailable(failure, error) : undefined;
}

function hasNoRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(path.dirname(pathOf(env().databaseUrl)));
    return bavail * bsize < NO_ROOM_BYTES;
  } catch {
    return false;
  }
}

/** Whether `error`, as `storageFailure` words it, says that the disk is full. */
export function isDiskFull(error: unknown): boolean {
  return isTomoError(error) && error.reason === DISK_FULL.reason;
}

/** The same words for a write that was not even tried. */
export function diskFull(): TomoError {
  return unavailable(DISK_FULL, undefined);
}

/** The same words when the file system refuses before SQLite is asked. */
export function cannotOpen(cause: unknown): TomoError {
  return unavailable(CANNOT_OPEN, cause);
}

// As much as the smallest thing that SQLite makes beside the database.
const NO_ROOM_BYTES = 64 * 1024;

const CANNOT_OPEN = {
  codes: /^SQLITE_(CANTOPEN|NOLFS)/,
  reason: 'database_missing',
  message: 'The database file cannot be opened.',
  hint: 'Check that the data folder exists and belongs to the account that runs Tomo.',
};

const DISK_FULL = {
  codes: /^SQLITE_FULL/,
  reason: 'disk_full',
  message: 'Tomo can read but not save: the disk is full.',
  hint: 'Free some space on the disk that holds the data folder. Nothing has to be restarted.',
};

const DISK_ERROR = {
  codes: /^SQLITE_IOERR/,
  reason: 'disk_error',
  message: 'Tomo can neither read nor save: the disk reports an error.',
  hint: "Check the disk that holds the data folder, and the kernel's messages about it.",
};

const FAILURES = [
  CANNOT_OPEN,
  DISK_FULL,
  {
    codes: /^SQLITE_(READONLY|PERM)/,
    reason: 'database_read_only',
    message: 'Tomo can read but not save: its database file is read-only.',
    hint: 'Give the account that runs Tomo the right to write the data folder and everything in it.',
  },
  {
    codes: /^SQLITE_(CORRUPT|NOTADB)/,
    reason: 'database_damaged',
    message: 'The database file is damaged.',
    hint: 'Stop Tomo, keep a copy of the file, and restore the latest backup.',
  },
  DISK_ERROR,
];

function unavailable(failure: typeof CANNOT_OPEN, cause: unknown): TomoError {
  return new TomoError('unavailable', failure.message, { hint: failure.hint, reason: failure.reason, cause });
}

// Opening a file is the one failure to which libSQL gives no code.
function codeOf(error: Error): string {
  if (error.message.startsWith('ConnectionFailed')) return 'SQLITE_CANTOPEN';
  return 'code' in error ? String(error.code) : '';
}
