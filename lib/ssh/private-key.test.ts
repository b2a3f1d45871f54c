import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { makeSshKey } from '@/e2e/support/ssh-keys';
import { Secret } from '@/lib/crypto/secret';
import { parsePrivateKey } from './private-key';

const read = (text: string, passphrase?: string) =>
  parsePrivateKey(new Secret(text), passphrase === undefined ? undefined : new Secret(passphrase));

const formats: [string, string[]][] = [
  ['Ed25519 in OpenSSH format', ['-t', 'ed25519']],
  ['ECDSA in OpenSSH format', ['-t', 'ecdsa', '-b', '384']],
  ['RSA in OpenSSH format', ['-t', 'rsa', '-b', '2048']],
  ['RSA in PEM format', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
  ['ECDSA in PEM format', ['-t', 'ecdsa', '-m', 'PEM']],
  ['RSA in PKCS#8 format', ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8']],
  ['ECDSA in PKCS#8 format', ['-t', 'ecdsa', '-m', 'PKCS8']],
];

describe('a private key', () => {
  test.each(formats)('%s is read and described as ssh-keygen does', (_what, options) => {
    const key = makeSshKey(options);
    const facts = read(`\r\n${key.privateKey.replaceAll('\n', '\r\n')}\n`);
    expect(facts).toMatchObject({ type: key.type, encrypted: false });
    expect(facts.publicKey).toContain(`${key.type} ${key.blob}`);
    expect(key.listing).toContain(facts.fingerprint);
  });

  test.each(formats)('%s with a passphrase opens with it and with nothing else', (_what, options) => {
    const key = makeSshKey([...options, '-N', 'pass "ü']);
    expect(read(key.privateKey, 'pass "ü')).toMatchObject({ type: key.type, encrypted: true });
    expect(() => read(key.privateKey)).toThrow(expect.objectContaining({ reason: 'passphrase_needed' }));
    expect(() => read(key.privateKey, '')).toThrow(expect.objectContaining({ reason: 'passphrase_needed' }));
    expect(() => read(key.privateKey, 'pass')).toThrow(
      expect.objectContaining({ reason: 'key_unreadable', message: expect.stringContaining('passphrase') }),
    );
  });

  test('without a passphrase is not called encrypted because one was typed', () => {
    expect(read(makeSshKey().privateKey, 'needless')).toMatchObject({ encrypted: false });
  });

  test.each([
    ['the public half', makeSshKey().publicLine, /public half/],
    ['nothing', '', /not a complete/],
    ['prose', 'my key', /not a complete/],
    ['cut in the middle', makeSshKey().privateKey.slice(0, 200), /not a complete/],
    ['far too long', 'x'.repeat(100_000), /too long/],
  ])('is explained when it is %s', (_what, text, message) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ reason: 'key_unreadable' }));
    expect(() => read(text)).toThrow(message);
  });

  test('in a format that only others read comes with the command that converts it', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(createPrivateKey(pem).asymmetricKeyType).toBe('ed25519');
    expect(() => read(pem)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('ssh-keygen -p') }),
    );
  });

  test('hardened beyond reason is refused instead of blocking the process', () => {
    const lines = makeSshKey(['-t', 'ed25519', '-N', 'a passphrase', '-a', '1'])
      .privateKey.trim()
      .split('\n');
    const file = Buffer.from(lines.slice(1, -1).join(''), 'base64');
    // Behind the word bcrypt: 4 bytes length of the options, 4 + 16 bytes salt, then the rounds.
    file.writeUInt32BE(2 ** 31, file.indexOf('bcrypt') + 'bcrypt'.length + 4 + 4 + 16);
    const text = [lines[0], file.toString('base64'), lines.at(-1)].join('\n');
    // Obeyed, it would take hours: the test would not end.
    expect(() => read(text, 'a passphrase')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('rounds') }),
    );
  });
});
