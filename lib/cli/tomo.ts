import { existsSync } from 'node:fs';
import { closeDatabase } from '@/db/client';
import { pathOf } from '@/db/files';
import { env } from '@/lib/runtime/env';
import { isTomoError, messageOf } from '@/lib/runtime/errors';
import { loadSettings } from '@/lib/settings/read';
import { resetPassword, setupToken, unlock } from './account-commands';
import { audit } from './audit-command';
import type { Command } from './command';
import { config } from './config-command';

const commands: Record<string, Command> = {
  'setup-token': setupToken,
  'reset-password': resetPassword,
  unlock,
  audit,
  config,
};

/**
 * The command line, for people with access to the machine: `npm run tomo -- COMMAND`. Exits with 0 when done, 1 when it
 * failed, 2 when it was called wrongly. It may run beside the server and waits for the database like any other writer.
 */
process.exitCode = await main(process.argv.slice(2));

async function main([name = '', ...words]: string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  try {
    if (command && command !== config) await openData();
    const outcome = await command?.run(words);
    if (!outcome) return wrongUse();
    (outcome.ok ? console.log : console.error)(outcome.text);
    return outcome.ok ? 0 : 1;
  } catch (error) {
    console.error(isTomoError(error) && error.hint ? `${error.message} ${error.hint}` : messageOf(error));
    return 1;
  } finally {
    await closeDatabase();
  }
}

async function openData(): Promise<void> {
  // Opening would make an empty file where the person expects their own.
  if (!existsSync(pathOf(env().databaseUrl))) {
    throw new Error(
      `There is no Tomo in ${env().dataDir}. Start Tomo once, or name its folder by TOMO_DATA_DIR.`,
    );
  }
  await loadSettings();
}

function wrongUse(): number {
  const lines = Object.values(commands).map(({ usage, summary }) => `  ${usage.padEnd(22)} ${summary}`);
  console.error(`Usage: npm run tomo -- COMMAND\n\n${lines.join('\n')}`);
  return 2;
}
