import { execFileSync } from 'node:child_process';
import { ask } from '../program';

/** Thrown by a goal that cannot be measured on this machine. */
export class Skip extends Error {}

/** Whether the owner of this machine agreed that packages are fetched. */
export const mayInstall = () =>
  (process.env.CI === 'true' || process.env.TOMO_LAB_INSTALL === '1') && process.getuid?.() === 0;

/**
 * Makes sure that Debian packages are installed, and returns their versions. Throws `Skip` where one is missing and may
 * not be installed: a goal without its anchor is never met.
 */
export function debian(...packages: string[]): Record<string, string> {
  const missing = packages.filter((name) => version(name) === '');
  if (missing.length > 0) {
    if (!mayInstall())
      throw new Skip(`${missing.join(', ')} not installed; as root with TOMO_LAB_INSTALL=1 it will be`);
    install(missing);
  }
  return Object.fromEntries(packages.map((name) => [name, version(name)]));
}

function version(name: string): string {
  const said = ask('dpkg', ['-s', name]);
  return /^Status: .* installed$/m.test(said) ? (/^Version: (.+)$/m.exec(said)?.[1] ?? '') : '';
}

function install(packages: string[]): void {
  // The run level keeps the packages from starting services.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const lock = ['-o', 'DPkg::Lock::Timeout=600'];
  try {
    execFileSync('apt-get', [...lock, '-qq', 'update'], { env, stdio: 'ignore' });
    execFileSync('apt-get', [...lock, '-y', '-qq', '--no-install-recommends', 'install', ...packages], {
      env,
      stdio: 'ignore',
    });
  } catch {
    throw new Skip(`apt-get could not install ${packages.join(', ')}`);
  }
}
