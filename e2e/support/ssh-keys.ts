import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PinnedKey } from '@/lib/ssh/target';

/** A key pair made by OpenSSH's own ssh-keygen. */
export type SshKey = PinnedKey & {
  /** The private half as text. */
  privateKey: string;
  /** The line of the `.pub` file. */
  publicLine: string;
  /** What `ssh-keygen -l` prints about it. */
  listing: string;
};

/** Makes a key with `ssh-keygen options`, for example `['-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', 'passphrase']`. */
export function makeSshKey(options: string[] = ['-t', 'ed25519']): SshKey {
  return inTemporaryFolder((folder) => {
    const file = path.join(folder, 'key');
    // One round of hardening: what a passphrase costs is tested elsewhere, and a loaded machine is slow enough.
    const passphrase = options.includes('-N') ? ['-a', '1'] : ['-N', ''];
    execFileSync('ssh-keygen', ['-q', ...passphrase, '-C', 'a comment', '-f', file, ...options]);
    const publicLine = readFileSync(`${file}.pub`, 'utf8').trim();
    const [type = '', blob = ''] = publicLine.split(' ');
    const listing = execFileSync('ssh-keygen', ['-l', '-f', `${file}.pub`], { encoding: 'utf8' }).trim();
    return { type, blob, publicLine, listing, privateKey: readFileSync(file, 'utf8') };
  });
}

/** The lines of a known_hosts file with their host names hashed, as `ssh-keygen -H` writes them. */
export function hashKnownHosts(lines: string): string {
  return inTemporaryFolder((folder) => {
    const file = path.join(folder, 'known_hosts');
    writeFileSync(file, `${lines}\n`);
    execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
    return readFileSync(file, 'utf8').trim();
  });
}

/** The public line that ssh-keygen derives from an unprotected private key. */
export function publicKeyOf(privateKey: string): string {
  return inTemporaryFolder((folder) => {
    const file = path.join(folder, 'key');
    writeFileSync(file, privateKey, { mode: 0o600 });
    return execFileSync('ssh-keygen', ['-y', '-P', '', '-f', file], { encoding: 'utf8' }).trim();
  });
}

function inTemporaryFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'tomo-key-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
