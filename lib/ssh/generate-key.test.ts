import { describe, expect, test } from 'vitest';
import { makeSshKey } from '@/e2e/support/ssh-keys';
import { Secret } from '@/lib/crypto/secret';
import { generateKeyPair, signsAndVerifies } from './generate-key';

describe('a generated key pair', () => {
  test('is Ed25519, readable and usable, 300 times in a row', () => {
    for (let i = 0; i < 300; i += 1) {
      const pair = generateKeyPair('tomo@home');
      expect(pair.type).toBe('ssh-ed25519');
      expect(pair.publicKey).toMatch(/^ssh-ed25519 AAAA[A-Za-z0-9+/]+=* tomo@home$/);
      expect(Buffer.from(pair.publicKey.split(' ')[1] ?? '', 'base64')).toHaveLength(51);
      expect(signsAndVerifies(pair.privateKey)).toBe(true);
    }
  });

  test('prints no secret', () => {
    const pair = generateKeyPair('tomo');
    expect(JSON.stringify(pair)).not.toContain('PRIVATE KEY');
  });

  test('with halves that do not belong together is recognised as unusable', () => {
    const body = (text: string) => Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64');
    const one = body(makeSshKey().privateKey);
    const other = body(makeSshKey().privateKey);
    // The public key stands in the open part of the file, and again beside the private one.
    const at = one.indexOf('ssh-ed25519') + 'ssh-ed25519'.length + 4;
    const mixed = Buffer.from(one);
    other.copy(mixed, at, at, at + 32);
    const again = one.indexOf(one.subarray(at, at + 32), at + 32);
    other.copy(mixed, again, at, at + 32);
    const text = `-----BEGIN OPENSSH PRIVATE KEY-----\n${mixed.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`;
    expect(signsAndVerifies(new Secret(text))).toBe(false);
    expect(signsAndVerifies(new Secret('nothing'))).toBe(false);
  });
});
