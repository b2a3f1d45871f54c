import 'server-only';
import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
import { messageOf, TomoError } from '@/lib/runtime/errors';

/** Makes the data folder, readable by nobody else. Throws in words when it cannot be one. */
export function makeDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new TomoError(
      'unavailable',
      `TOMO_DATA_DIR: ${folder} ${REASONS[code] ?? `cannot be used (${messageOf(error)})`}.`,
      { hint: 'Name a folder that Tomo may write.', cause: error },
    );
  }
}

const REASONS: Record<string, string> = {
  EEXIST: 'is a file, not a folder',
  ENOTDIR: 'lies below a file, not a folder',
  EACCES: 'may not be written by this user',
  EPERM: 'belongs to another user',
  EROFS: 'lies on a disk that can only be read',
  ENOSPC: 'lies on a disk that is full',
};
