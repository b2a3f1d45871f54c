/**
 * The smallest Debian of a suite: the ground of every target and of every image in the registry.
 *
 * Packages come from where this machine gets its own. No mirror is named here, so the lab works wherever apt does.
 */
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrograms, hostCodename } from './apt.mjs';
import { docker, imageExists, labLabel } from './docker.mjs';
import { paths } from './paths.mjs';
import { run } from './run.mjs';

/** @typedef {'bookworm' | 'trixie'} Suite */

/**
 * Addresses of the Debian archive and of its security updates, read from this machine's own apt sources.
 * @returns {Promise<{ archive: string, security: string | null }>}
 */
async function mirrors() {
  if (process.env.TOMO_LAB_DEBIAN_MIRROR) {
    return {
      archive: process.env.TOMO_LAB_DEBIAN_MIRROR,
      security: process.env.TOMO_LAB_DEBIAN_SECURITY_MIRROR || null,
    };
  }
  const codename = hostCodename();
  const { stdout } = await run('apt-get', [
    'indextargets',
    '--format',
    '$(RELEASE) $(REPO_URI)',
    'Created-By: Packages',
  ]);
  const byRelease = new Map();
  for (const line of stdout.trim().split('\n')) {
    const [release, uri] = line.split(' ');
    if (!byRelease.has(release)) byRelease.set(release, uri);
  }
  const archive = byRelease.get(codename);
  if (!archive) {
    throw new Error(
      'This machine has no Debian archive among its apt sources: set TOMO_LAB_DEBIAN_MIRROR to the address of one.',
    );
  }
  return { archive, security: byRelease.get(`${codename}-security`) ?? null };
}

/** How this machine's apt reaches its mirror (proxies, checks switched off): the targets must do the same. */
async function acquireOptions() {
  const { stdout } = await run('apt-config', ['dump', '--format', '%F "%v";%n']);
  return stdout
    .split('\n')
    .filter((line) => /^Acquire::(https?|Check-|Retries|ForceIPv)/.test(line) && !line.endsWith(' "";'));
}

/**
 * @param {Suite} suite
 * @param {string} tarball
 */
async function bootstrap(suite, tarball) {
  const { archive, security } = await mirrors();
  const sources = [`deb ${archive} ${suite} main`, `deb ${archive} ${suite}-updates main`];
  if (security) sources.push(`deb ${security} ${suite}-security main`);
  const options = [
    '--variant=minbase',
    '--format=tar',
    '--include=ca-certificates',
    ...(await acquireOptions()).map((line) => `--aptopt=${line}`),
    '--aptopt=Acquire::Languages "none";',
    // Nothing in the lab outlives a power cut, and unpacking without fsync takes a third of the time.
    '--dpkgopt=force-unsafe-io',
    '--dpkgopt=path-exclude=/usr/share/man/*',
    '--dpkgopt=path-exclude=/usr/share/locale/*',
    '--dpkgopt=path-exclude=/usr/share/doc/*',
    '--dpkgopt=path-include=/usr/share/doc/*/copyright',
  ];
  // Of its own name: a killed `up` may have left a bootstrap that still writes.
  const unfinished = `${tarball}.${process.pid}`;
  await run('mmdebstrap', [...options, suite, unfinished, ...sources], {
    log: join(paths.logs, `bootstrap-${suite}.log`),
  });
  renameSync(unfinished, tarball);
}

/** @param {Suite} suite */
const baseReference = (suite) => `tomo-lab/base:${suite}`;

/**
 * @param {Suite} suite
 * @param {(message: string) => void} progress
 * @returns {Promise<string>} image reference
 */
export async function ensureBase(suite, progress) {
  const reference = baseReference(suite);
  if (await imageExists(reference)) return reference;
  const tarball = join(paths.rootfs, `${suite}.tar`);
  if (!existsSync(tarball)) {
    await ensurePrograms(['mmdebstrap'], progress);
    progress(`${suite}: making the base system`);
    await bootstrap(suite, tarball);
  }
  progress(`${suite}: importing the base system`);
  await docker(['import', '--change', `LABEL ${labLabel}`, '-', reference], { inputFile: tarball });
  return reference;
}
