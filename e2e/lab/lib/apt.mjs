/**
 * Programs the lab needs on this machine, installed only where the owner agreed to it.
 */
import { readFileSync } from 'node:fs';
import { findProgram } from './docker.mjs';
import { paths } from './paths.mjs';
import { run } from './run.mjs';

/** program -> Debian package */
const packages = {
  dockerd: 'docker.io',
  docker: 'docker.io',
  iptables: 'iptables',
  mmdebstrap: 'mmdebstrap',
  'ssh-keygen': 'openssh-client',
  openssl: 'openssl',
};

const allPrograms = /** @type {(keyof typeof packages)[]} */ (Object.keys(packages));

/** A CI machine is thrown away afterwards; on anybody else's the lab asks first. */
export const mayInstall = process.env.CI === 'true' || process.env.TOMO_LAB_INSTALL === '1';

/**
 * @param {(keyof typeof packages)[]} programs
 * @param {(message: string) => void} progress
 */
export async function ensurePrograms(programs, progress) {
  if (programs.every(findProgram)) return;
  // All that will be missed later as well: apt-get takes its time to begin.
  const missing = allPrograms.filter((program) => !findProgram(program));
  const names = [...new Set(missing.map((program) => packages[program]))];
  if (!mayInstall || process.getuid?.() !== 0) {
    throw new Error(
      `The lab needs ${missing.join(', ')}. Install ${names.join(' ')} yourself, or run as root with ` +
        'TOMO_LAB_INSTALL=1 to have apt-get do it.',
    );
  }
  progress(`installing ${names.join(', ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env, log: `${paths.logs}/apt-update.log` });
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], {
    env,
    log: `${paths.logs}/apt-install.log`,
  });
}

/** @returns {string} codename of this machine's release, such as `bookworm`; empty where there is none */
export function hostCodename() {
  const text = readFileSync('/etc/os-release', 'utf8');
  return /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(text)?.[1] ?? '';
}
