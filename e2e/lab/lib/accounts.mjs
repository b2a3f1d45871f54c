/**
 * Who may sign in to a target. Passwords and keys are made once for each lab and never leave its directory.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrograms } from './apt.mjs';
import { paths } from './paths.mjs';
import { run } from './run.mjs';

/**
 * @typedef {object} Account
 * @property {string} username
 * @property {string | null} password null: the account signs in by key alone
 * @property {string | null} privateKeyPath null: the account signs in by password alone
 */

/**
 * @typedef {Account & { keys: { ed25519: string, ecdsa: string, rsa: string, encrypted: string }, passphrase: string }} DeployAccount
 * `keys` are paths, each accepted for the account; `encrypted` opens with `passphrase`.
 */

/**
 * @typedef {object} Accounts
 * @property {Account} root password and key
 * @property {DeployAccount} deploy keys, sudo without a password
 * @property {Account} operator password, sudo that asks for it
 * @property {Account} guest password, no sudo
 * @property {Account} fisher key and password, sudo without a password, fish as login shell
 */

const passwordFile = join(paths.keys, 'passwords.json');
const keyPath = (/** @type {string} */ name) => join(paths.keys, name);

/** Made to be awkward: spaces, quotes, a dollar sign and a letter outside ASCII must survive every path they take. */
const newPassword = () => `${randomBytes(9).toString('base64url')} "ü'$x`;

/** @param {string} name @param {string[]} type @param {string} passphrase */
async function makeKey(name, type, passphrase = '') {
  if (existsSync(keyPath(name))) return;
  await run('ssh-keygen', ['-q', ...type, '-N', passphrase, '-C', `tomo-lab ${name}`, '-f', keyPath(name)]);
}

/** @param {(message: string) => void} progress */
export async function ensureAccounts(progress) {
  await ensurePrograms(['ssh-keygen'], progress);
  if (!existsSync(passwordFile)) {
    const names = ['root', 'operator', 'guest', 'fisher', 'passphrase'];
    const passwords = Object.fromEntries(names.map((name) => [name, newPassword()]));
    writeFileSync(passwordFile, JSON.stringify(passwords, null, 2), { mode: 0o600 });
  }
  await makeKey('root', ['-t', 'ed25519']);
  await makeKey('deploy', ['-t', 'ed25519']);
  await makeKey('deploy-ecdsa', ['-t', 'ecdsa', '-b', '256']);
  await makeKey('deploy-rsa', ['-t', 'rsa', '-b', '3072']);
  await makeKey('deploy-encrypted', ['-t', 'ed25519'], readPasswords().passphrase);
  await makeKey('fisher', ['-t', 'ed25519']);
}

/** @returns {Record<'root' | 'operator' | 'guest' | 'fisher' | 'passphrase', string>} */
const readPasswords = () => JSON.parse(readFileSync(passwordFile, 'utf8'));

/** @returns {Accounts} */
export function readAccounts() {
  const passwords = readPasswords();
  return {
    root: { username: 'root', password: passwords.root, privateKeyPath: keyPath('root') },
    deploy: {
      username: 'deploy',
      password: null,
      privateKeyPath: keyPath('deploy'),
      keys: {
        ed25519: keyPath('deploy'),
        ecdsa: keyPath('deploy-ecdsa'),
        rsa: keyPath('deploy-rsa'),
        encrypted: keyPath('deploy-encrypted'),
      },
      passphrase: passwords.passphrase,
    },
    operator: { username: 'operator', password: passwords.operator, privateKeyPath: null },
    guest: { username: 'guest', password: passwords.guest, privateKeyPath: null },
    fisher: { username: 'fisher', password: passwords.fisher, privateKeyPath: keyPath('fisher') },
  };
}

/** Lines for chpasswd(8). */
export function passwordLines() {
  const { root, operator, guest, fisher } = readAccounts();
  return [root, operator, guest, fisher]
    .map(({ username, password }) => `${username}:${password}\n`)
    .join('');
}

/** @returns {Record<string, string>} account -> content of its authorized_keys */
export function authorizedKeys() {
  const publicKey = (/** @type {string} */ name) => readFileSync(`${keyPath(name)}.pub`, 'utf8');
  return {
    root: publicKey('root'),
    deploy: ['deploy', 'deploy-ecdsa', 'deploy-rsa', 'deploy-encrypted'].map(publicKey).join(''),
    fisher: publicKey('fisher'),
  };
}
