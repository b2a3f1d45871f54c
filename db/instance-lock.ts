import 'server-only';
import path from 'node:path';
import { type Client, createClient } from '@libsql/client/sqlite3';
import { isBusy } from '@/db/failure';
import { prepareFile } from '@/db/files';
import { env } from '@/lib/runtime/env';
import { TomoError } from '@/lib/runtime/errors';
import { singleton } from '@/lib/runtime/singleton';

/**
 * Makes this process the only Tomo server of its data folder, until it ends. The lock is an open transaction on a small
 * file of its own: the kernel frees it even after kill -9, which no file with a process number can offer. Calling it
 * again in the same process changes nothing. The command line does not take it. Throws TomoError `conflict`, reason
 * `already_running`, at once when another process holds it.
 */
export async function holdInstanceLock(): Promise<void> {
  const lock = singleton<{ held: Promise<Client> | undefined }>('instance-lock', () => ({ held: undefined }));
  lock.held ??= acquire();
  try {
    await lock.held;
  } catch (error) {
    lock.held = undefined;
    throw error;
  }
}

async function acquire(): Promise<Client> {
  const url = `file:${path.join(env().dataDir, 'instance.lock')}`;
  prepareFile(url);
  const client = createClient({ url, concurrency: 1 });
  try {
    await client.transaction('write');
    return client;
  } catch (error) {
    client.close();
    throw isBusy(error) ? alreadyRunning(error) : error;
  }
}

function alreadyRunning(cause: unknown): TomoError {
  return new TomoError('conflict', `Another Tomo is already running with the data folder ${env().dataDir}.`, {
    hint: 'Stop it first, or give this one a folder of its own with TOMO_DATA_DIR.',
    reason: 'already_running',
    cause,
  });
}
