import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeSshKey } from '@/e2e/support/ssh-keys';
import { startSshd, type TestSshd } from '@/e2e/support/sshd';
import { type RemoteScript, remoteScript } from '@/lib/ssh/command';
import { connect, type SshConnection } from '@/lib/ssh/connect';
import { run } from '@/lib/ssh/run';
import { blobOf, installCommand, keyComment } from './public-line';
import { refusalOf } from './refusals';
import { appendKey, removeKey } from './scripts';

const home = mkdtempSync(path.join(tmpdir(), 'tomo home '));
const folder = path.join(home, '.ssh');
const file = path.join(folder, 'authorized_keys');
const line = makeSshKey().publicLine;
const other = `command="/bin/true # ${blobOf(line)}x",no-pty ${makeSshKey().publicLine}`;

let sshd: TestSshd;
let connection: SshConnection;

beforeAll(async () => {
  sshd = await startSshd([`SetEnv HOME="${home}"`]);
  connection = await connect(sshd.target, sshd.auth, sshd.hostKeys.ed25519, {
    readyTimeoutMs: 10_000,
    keepaliveMs: 10_000,
  });
  // Whatever goes wrong, these tests touch no real account.
  const { stdout } = await run(connection, {
    script: remoteScript('home', 'printf %s "$HOME"'),
    timeoutMs: 9_000,
  });
  expect(stdout).toBe(home);
});
afterAll(async () => {
  connection.close();
  await sshd.close();
  rmSync(home, { recursive: true });
});
beforeEach(() => mkdirSync(folder, { mode: 0o700 }));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const call = (script: RemoteScript) =>
  run(connection, { script, args: { line, blob: blobOf(line) }, timeoutMs: 20_000 });
const inPlace = (make: () => void) => {
  rmSync(folder, { recursive: true });
  make();
};
const mode = (place: string) => (statSync(place).mode & 0o777).toString(8);

describe('adding a key to authorized_keys', () => {
  test('makes folder and file for the account alone when they are missing', async () => {
    rmSync(folder, { recursive: true });
    expect((await call(appendKey)).stdout).toBe('appended\n');
    expect(readFileSync(file, 'utf8')).toBe(`${line}\n`);
    expect([mode(folder), mode(file)]).toEqual(['700', '600']);
  });

  test.each([
    ['with a final newline', `${other}\n`],
    ['without a final newline', other],
    ['with Windows line ends', `# mine\r\n${other}\r\n`],
    ['with the key in a comment only', `# ${line}\n${other}\n`],
  ])('appends one line to a file %s and leaves every byte before it', async (_what, before) => {
    writeFileSync(file, before, { mode: 0o640 });
    const { ino } = statSync(file);
    expect((await call(appendKey)).stdout).toBe('appended\n');
    const after = readFileSync(file, 'utf8');
    expect(after).toBe(`${before}${before.endsWith('\n') ? '' : '\n'}${line}\n`);
    expect(statSync(file).ino).toBe(ino);
    expect(mode(file)).toBe('640');
    expect((await call(appendKey)).stdout).toBe('present\n');
    expect(readFileSync(file, 'utf8')).toBe(after);
  });

  test('says which of the places others may write to, because sshd then ignores the file', async () => {
    writeFileSync(file, '');
    chmodSync(file, 0o666);
    expect((await call(appendKey)).stdout).toBe(`appended\nloose ${file}\n`);
  });

  const elsewhere = path.join(home, 'elsewhere');
  const refused: [string, string, () => void][] = [
    ['a linked file', 'file_link', () => symlinkSync(elsewhere, file)],
    [
      'a file of another account',
      'file_foreign',
      () => writeFileSync(file, '') ?? chownSync(file, 65534, 65534),
    ],
    ['a folder in its place', 'file_odd', () => mkdirSync(file)],
    ['a folder of another account', 'folder_foreign', () => chownSync(folder, 65534, 65534)],
    ['a linked folder', 'folder_link', () => inPlace(() => symlinkSync(home, folder))],
    ['a file in place of the folder', 'folder_odd', () => inPlace(() => writeFileSync(folder, ''))],
  ];
  test.each(refused)('refuses %s and writes nothing anywhere', async (_what, word, plant) => {
    writeFileSync(elsewhere, 'as it was\n');
    plant();
    for (const script of [appendKey, removeKey]) {
      const { exitCode, stdout, stderr } = await call(script);
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: `refused ${word}\n` });
      expect(refusalOf(stdout, stderr)).toMatchObject({ reason: `key_${word}` });
    }
    expect(readFileSync(elsewhere, 'utf8')).toBe('as it was\n');
    expect(existsSync(path.join(home, 'authorized_keys'))).toBe(false);
  });

  test('the command for the console does the same in any shell of the account', async () => {
    const key = `${line.split(' ').slice(0, 2).join(' ')} ${keyComment(`we'b "1" $(x)`)}`;
    expect(installCommand(key)).toMatch(
      /^umask 077; mkdir -p ~\/\.ssh && printf '\\n%s\\n' 'ssh-ed25519 [A-Za-z0-9+/= .-]+' >> ~/,
    );
  });
});

describe('taking a key out of authorized_keys', () => {
  test('removes exactly the lines that hold it, whatever options stand before it, and keeps mode and the rest', async () => {
    const others = `# ${line}\n\n${other}\n`;
    writeFileSync(file, `${line}\n${others}restrict,from="10.0.0.0/8" ${line} again\n`, { mode: 0o640 });
    expect((await call(removeKey)).stdout).toBe('removed 2\n');
    expect(readFileSync(file, 'utf8')).toBe(others);
    expect(mode(file)).toBe('640');
    appendFileSync(file, 'x');
    expect((await call(removeKey)).stdout).toBe('removed 0\n');
    expect(readFileSync(file, 'utf8')).toBe(`${others}x`);
  });

  test('has nothing to do where there is no file', async () => {
    expect((await call(removeKey)).stdout).toBe('removed 0\n');
    expect(existsSync(file)).toBe(false);
  });
});
