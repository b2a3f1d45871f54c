/**
 * The stand-in for the Docker vendor's apt repository, reachable from the targets. It can be switched off, as a
 * repository that is down would be.
 */
import { docker, isRunning, labLabel, runsImage } from './docker.mjs';
import { readState, updateState } from './state.mjs';

const container = 'tomo-lab-vendor';
const vendorPort = 5011;

/**
 * @param {(folder: string) => Promise<string>} build
 * @param {(message: string) => void} progress
 */
export async function ensureVendorRepository(build, progress) {
  const image = await build('vendor');
  if (await runsImage(container, image)) return;
  await docker(['rm', '--force', container], { check: false });
  await docker([
    'run',
    '--detach',
    ...['--name', container, '--label', labLabel],
    ...['--publish', `${readState().bridge}:${vendorPort}:80`],
    image,
  ]);
  const { stdout } = await docker(['exec', container, 'cat', '/srv/linux/debian/fingerprint']);
  updateState({ vendorFingerprint: stdout.trim() });
  progress(`the vendor's package repository answers at ${vendorRepository().url}`);
}

export function vendorRepository() {
  const { bridge, vendorFingerprint } = readState();
  if (!bridge || !vendorFingerprint)
    throw new Error('The lab has no vendor repository: run `node e2e/lab/cli.mjs up` first.');
  const url = `http://${bridge}:${vendorPort}/linux/debian`;
  return {
    /** Base address, as in `deb [signed-by=…] URL SUITE stable`. */
    url,
    keyUrl: `${url}/gpg`,
    /** Of the key that signs the repository: 40 hexadecimal digits. */
    fingerprint: vendorFingerprint,
    component: 'stable',
  };
}

/** @param {boolean} on */
export async function switchVendorRepository(on) {
  await docker([on ? 'start' : 'stop', container]);
}

export const vendorRepositoryAnswers = () => isRunning(container);
