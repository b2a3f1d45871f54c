import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyFunction } from './vendor-key';

const hasGpg = spawnSync('gpg', ['--version']).status === 0;

describe.skipIf(!hasGpg)('the signing key of a repository', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tomo-keys-'));
  const home = path.join(folder, 'home');
  const gpg = (...args: string[]) =>
    execFileSync('gpg', ['--batch', '--quiet', '--homedir', home, ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const keysIn = (file: string) =>
    execFileSync('/bin/sh', ['-euc', `${keyFunction}\nkeys_in "$1"`, 'sh', path.join(folder, file)])
      .toString()
      .split('\n')
      .filter(Boolean);

  beforeAll(() => {
    mkdirSync(home, { mode: 0o700 });
    for (const name of ['vendor', 'stranger']) {
      gpg('--passphrase', '', '--quick-generate-key', `${name}@example.org`, 'ed25519', 'sign', 'never');
      writeFileSync(path.join(folder, name), gpg('--armor', '--export', `${name}@example.org`));
    }
    const both = ['vendor', 'stranger'].map((name) => readFileSync(path.join(folder, name), 'utf8'));
    writeFileSync(path.join(folder, 'appended'), both.join(''));
    writeFileSync(path.join(folder, 'merged'), gpg('--armor', '--export'));
    writeFileSync(path.join(folder, 'page'), '<html></html>');
  });
  afterAll(() => {
    spawnSync('gpgconf', ['--homedir', home, '--kill', 'all']);
    rmSync(folder, { recursive: true, force: true });
  });

  it('is known by one fingerprint', () => {
    expect(keysIn('vendor')).toEqual([expect.stringMatching(/^[0-9A-F]{40}$/)]);
    expect(keysIn('page')).toEqual([]);
  });

  it.each(['appended', 'merged'])(
    'is refused with a second key %s to it, which apt would trust as well',
    (file) => {
      expect(keysIn(file)).toEqual([...keysIn('vendor'), ...keysIn('stranger')]);
    },
  );
});
