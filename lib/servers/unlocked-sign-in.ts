import 'server-only';
import { Secret } from '@/lib/crypto/secret';
import { parsePrivateKey } from '@/lib/ssh/private-key';
import { unlockPrivateKey } from '@/lib/ssh/unlock-key';
import type { CredentialInput } from './credentials';

/**
 * The same sign-in with its key read and opened, for many servers at once. Reads it before a row is written, so that a wrong
 * one leaves nothing behind; one with a passphrase is opened once, not once per server: it takes half a second each time.
 * `opened` remembers what was. Throws SshError `key_unreadable` or `passphrase_needed`.
 */
export function unlockedSignIn<Input extends CredentialInput>(
  input: Input,
  opened = new Map<string, string>(),
): Input {
  if (input.authType !== 'key') return input;
  const text = (input.privateKey ?? '').trim();
  if (!input.passphrase) {
    parsePrivateKey(new Secret(text));
    return input;
  }
  const key = JSON.stringify([text, input.passphrase]);
  const privateKey =
    opened.get(key) ?? unlockPrivateKey(new Secret(text), new Secret(input.passphrase)).reveal();
  opened.set(key, privateKey);
  return { ...input, privateKey, passphrase: undefined };
}
