import { describe, expect, test } from 'vitest';
import { makeSshKey, publicKeyOf } from '@/e2e/support/ssh-keys';
import { Secret } from '@/lib/crypto/secret';
import { signsAndVerifies } from './generate-key';
import { parsePrivateKey } from './private-key';
import { unlockPrivateKey } from './unlock-key';

describe('a private key that was unlocked', () => {
  test.each([
    ['Ed25519', ['-t', 'ed25519']],
    ['ECDSA', ['-t', 'ecdsa', '-b', '521']],
    ['RSA', ['-t', 'rsa', '-b', '2048']],
    ['RSA in PEM format', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
  ])('is the same %s key without a passphrase, for Tomo and for OpenSSH', (_what, options) => {
    const key = makeSshKey([...options, '-N', 'a passphrase', '-a', '1']);
    const unlocked = unlockPrivateKey(new Secret(key.privateKey), new Secret('a passphrase'));
    expect(parsePrivateKey(unlocked)).toMatchObject({ type: key.type, encrypted: false });
    expect(signsAndVerifies(unlocked)).toBe(true);
    expect(publicKeyOf(unlocked.reveal())).toContain(`${key.type} ${key.blob}`);
  });

  test('stays locked without the right passphrase', () => {
    const key = new Secret(makeSshKey(['-t', 'ed25519', '-N', 'a passphrase', '-a', '1']).privateKey);
    expect(() => unlockPrivateKey(key)).toThrow(expect.objectContaining({ reason: 'passphrase_needed' }));
    expect(() => unlockPrivateKey(key, new Secret('no'))).toThrow(
      expect.objectContaining({ reason: 'key_unreadable' }),
    );
  });
});
