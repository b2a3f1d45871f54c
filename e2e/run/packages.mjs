import { needsInstall } from '../../lib/boot/up/install.mjs';
import { command } from './command.mjs';
import { root } from './paths.mjs';

/**
 * The npm packages, exactly those of the lock file. Not `npm ci`: it refuses a lock file made where the registry lacks the
 * binaries of other systems. The check afterwards makes this one just as strict.
 * @param {import('./ledger.mjs').Ledger} ledger
 */
export async function ensurePackages(ledger) {
  if (!needsInstall(root)) return true;
  return ledger.part('install packages', async () => {
    const { ok } = await command('npm-install', 'npm', ['install', '--no-save', '--include=dev']);
    if (ok && needsInstall(root)) throw new Error('what npm installed is not what package-lock.json says');
    return ok;
  });
}
