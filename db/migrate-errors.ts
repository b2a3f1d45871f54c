import 'server-only';
import { pathOf } from '@/db/files';
import { env } from '@/lib/runtime/env';
import { TomoError } from '@/lib/runtime/errors';

/** The file has had a migration that this code does not know. */
export function newerFileError(): TomoError {
  return unusable('database_newer', 'The database was last used by a newer Tomo than this one.', {
    hint: 'Start that version again, or restore a backup made with this one.',
  });
}

/** The file belongs to another program. */
export function foreignFileError(): TomoError {
  return unusable('database_foreign', 'The database file holds the tables of another program.', {
    hint: 'Point TOMO_DATABASE_URL or TOMO_DATA_DIR elsewhere.',
  });
}

/** A check after the migrations found something; nothing was changed. */
export function damagedError(finding: string): TomoError {
  return unusable(
    'database_damaged',
    `The database did not pass its check and was left as it was: ${finding}.`,
    {
      hint: 'Restore the latest backup.',
    },
  );
}

/** The ledger is not guarded any more. */
export function missingTriggersError(names: string[]): TomoError {
  return unusable('database_damaged', `The audit log has lost its guards: ${names.join(', ')}.`, {
    hint: 'Somebody changed the file by hand. Restore the latest backup.',
  });
}

function unusable(reason: string, message: string, { hint }: { hint: string }): TomoError {
  return new TomoError('unavailable', message, {
    reason,
    hint: `${hint} The file is ${pathOf(env().databaseUrl)}.`,
  });
}
