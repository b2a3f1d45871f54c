import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { mayInstall, Skip } from './debian';

const PACKAGES = ['cockpit-ws', 'cockpit-system', 'cockpit-bridge'];

/**
 * Bytes of script, as the packages hold them (gzip), that a browser loads for Cockpit's shell and its overview. Only files are
 * needed: the packages are unpacked into a cache, nothing is installed.
 */
export function cockpitScripts(): { bytes: number; version: string } {
  const folder = path.join(homedir(), '.cache/tomo-bench/cockpit');
  if (!existsSync(path.join(folder, 'usr/share/cockpit'))) fetchInto(folder);
  const share = path.join(folder, 'usr/share/cockpit');
  const files = new Set(['shell/index.html', 'systemd/index.html'].flatMap((page) => scriptsOf(share, page)));
  const bytes = [...files].reduce((sum, file) => sum + statSync(file).size, 0);
  const deb = readdirSync(folder).find((file) => file.startsWith('cockpit-system_')) ?? '';
  return { bytes, version: deb.split('_')[1] ?? '' };
}

/** What Cockpit makes while it runs (its list of pages) and translations are left out, which is in its favour. */
function scriptsOf(share: string, page: string): string[] {
  const file = ['', '.gz'].map((end) => path.join(share, page + end)).find((one) => existsSync(one));
  if (!file) throw new Error(`Cockpit has no ${page}`);
  const html = file.endsWith('.gz')
    ? execFileSync('gzip', ['-dc', file], { encoding: 'utf8' })
    : readFileSync(file, 'utf8');
  return [...html.matchAll(/<script[^>]*\ssrc="([^"*]+)"/g)]
    .map(([, source = '']) => path.join(share, path.dirname(page), `${source}.gz`))
    .filter((script) => existsSync(script));
}

function fetchInto(folder: string): void {
  if (!mayInstall())
    throw new Skip('cockpit is not here; as root with TOMO_LAB_INSTALL=1 its files are fetched');
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('apt-get', ['-qq', 'download', ...PACKAGES], { cwd: folder, stdio: 'ignore' });
    for (const deb of readdirSync(folder).filter((file) => file.endsWith('.deb')))
      execFileSync('dpkg-deb', ['--extract', deb, '.'], { cwd: folder });
  } catch {
    throw new Skip(`apt-get could not fetch ${PACKAGES.join(', ')}`);
  }
}
