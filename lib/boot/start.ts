import 'server-only';
import { seedCategories } from '@/db/applications/mutations';
import { holdInstanceLock } from '@/db/instance-lock';
import { migrateDatabase } from '@/db/migrate';
import { assertFileIsWhole } from '@/db/whole';
import { write } from '@/db/write';
import { anchorAudit } from '@/lib/audit/anchor';
import { issueSetupToken } from '@/lib/auth/issue-token';
import { dummyHash } from '@/lib/auth/password-hash';
import { createUnattendedAdmin, isSetupOpen } from '@/lib/auth/setup';
import { keyring } from '@/lib/crypto/keyring';
import { logCritical, logInfo, logWarning } from '@/lib/log/logger';
import { env } from '@/lib/runtime/env';
import { isTomoError, messageOf } from '@/lib/runtime/errors';
import { life } from '@/lib/runtime/life';
import { prepareSettings } from '@/lib/settings/read';
import { checkLedger } from './check-ledger';
import { makeDataFolder } from './data-folder';
import { isReady } from './is-ready';
import { registerKinds } from './kinds';
import { noteAnswered } from './note-answered';
import { starters } from './starters';

/**
 * Begins the boot: secrets, instance lock, schema, keys, ledger, then everything that runs. The front waits for
 * `life().boot` and listens only after it; its message is the one line that people see when it fails. Hot reload calls this
 * again, to no effect.
 */
export function start(): void {
  life().boot ??= run();
  // Who waits for it is told; nobody else needs to be.
  life().boot?.catch(() => undefined);
}

async function run(): Promise<void> {
  try {
    await prepare();
    for (const starter of starters) {
      const running = await starter();
      life().stoppers.push(() => running.stop());
    }
  } catch (error) {
    throw inOneLine(error);
  }
  life().isReady = isReady;
  life().logFatal = (message, error) => logCritical('system', message, error);
  life().lastWords = anchorAudit;
  if (env().logLevel === 'debug') life().answered = noteAnswered;
  logInfo('system', 'Tomo has started');
}

async function prepare(): Promise<void> {
  const { dataDir, admin, unknown } = env();
  makeDataFolder(dataDir);
  for (const name of unknown) logWarning('system', 'An environment variable means nothing to Tomo', { name });
  const keys = keyring();
  // Costs as long as a sign-in; made before anybody can try one, so that the first unknown name is not slower than the
  // others. It takes its time in a thread, beside what follows.
  const dummy = dummyHash();
  dummy.catch(() => undefined);
  await holdInstanceLock();
  const { applied, copy } = await migrateDatabase();
  if (applied > 0)
    logInfo('system', 'The database was brought to the schema of this version', { applied, copy });
  if ((await assertFileIsWhole()) === 'all') logInfo('system', 'The whole database file was checked');
  await prepareSettings();
  await write(seedCategories);
  await checkLedger(keys);
  registerKinds();
  await dummy;
  if (admin && (await createUnattendedAdmin(admin)))
    logInfo('auth', 'The first administrator was created from the environment');
  if (await isSetupOpen()) life().setupToken = await issueSetupToken();
}

function inOneLine(error: unknown): Error {
  const hint = isTomoError(error) && error.hint ? ` ${error.hint}` : '';
  return new Error(`${messageOf(error)}${hint}`.replaceAll('\n', ' '), { cause: error });
}
