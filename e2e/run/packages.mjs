import { needsInstall } from '../../lib/boot/up/install.mjs';
import { command } from './command.mjs';
import { root } from './paths.mjs';

/**
 * The npm packages, exactly those of the lock file.
 * @param {import('./ledger.mjs').Ledger} ledger
 */
export async function ensurePackages(ledger) {
  if (!needsInstall(root)) return true;
  return ledger.part('install packages', async () => (await command('npm-ci', 'npm', ['ci'])).ok);
}
