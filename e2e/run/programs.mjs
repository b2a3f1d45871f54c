/**
 * Programs of the system that tests use. They are installed only where the owner agreed to it: on a CI machine, or by
 * TOMO_LAB_INSTALL=1.
 */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { command } from './command.mjs';
import { chromium } from './paths.mjs';

/** program → Debian package, and what cannot be tested without it */
const needs = {
  [chromium]: { from: 'chromium', without: 'journeys in the browser' },
  sshd: { from: 'openssh-server', without: 'SSH against a real sshd' },
  'ssh-keygen': { from: 'openssh-client', without: 'keys as OpenSSH makes them' },
  git: { from: 'git', without: 'catalogues from git' },
  dockerd: { from: 'docker.io', without: 'the lab: real servers' },
  iptables: { from: 'iptables', without: 'the lab: real servers' },
  mmdebstrap: { from: 'mmdebstrap', without: 'the lab: real servers' },
};

export const mayInstall =
  (process.env.CI === 'true' || process.env.TOMO_LAB_INSTALL === '1') && process.getuid?.() === 0;

/**
 * Installs what is missing, or tells what will be left out.
 * @param {import('./ledger.mjs').Ledger} ledger
 */
export async function ensurePrograms(ledger) {
  const missing = Object.keys(needs).filter((program) => !isInstalled(program));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((program) => needs[program].from))];
  if (mayInstall) {
    await ledger.part(`install ${packages.join(' ')}`, () => install(packages));
    return;
  }
  const lost = [...new Set(missing.map((program) => needs[program].without))];
  ledger.leaveOut(
    `${lost.join(', ')}: install ${packages.join(' ')}, or run as root with TOMO_LAB_INSTALL=1`,
    0,
  );
}

/** @param {string} program name, or absolute path */
export function isInstalled(program) {
  const folders = ['/usr/sbin', '/usr/bin', ...(process.env.PATH ?? '').split(':')];
  return folders.some((folder) => isExecutable(path.resolve(folder, program)));
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string[]} packages */
async function install(packages) {
  // The run level keeps the packages from starting their services: tests and lab start their own.
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const lock = ['-o', 'DPkg::Lock::Timeout=600'];
  const update = await command('apt-update', 'apt-get', [...lock, 'update'], { env });
  if (!update.ok) return false;
  const options = [...lock, 'install', '--yes', '--no-install-recommends'];
  return (await command('apt-install', 'apt-get', [...options, ...packages], { env })).ok;
}
