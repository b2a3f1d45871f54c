import 'server-only';
import { createPrivateKey, randomBytes } from 'node:crypto';
import type { ParsedKey } from 'ssh2';
import { Secret } from '@/lib/crypto/secret';
import { openPrivateKey } from './private-key';

/**
 * The same private key without its passphrase, to be sealed by Tomo instead: opening a protected key costs 0.4 s of the
 * main thread, at every connect. Kept beside the key under the same seal, a passphrase protects nothing anyway.
 * @throws SshError as `parsePrivateKey`; Error when the result would not be the same key.
 */
export function unlockPrivateKey(text: Secret, passphrase?: Secret): Secret {
  const key = openPrivateKey(text, passphrase);
  const unlocked = new Secret(key.type === 'ssh-ed25519' ? ed25519File(key) : key.getPrivatePEM());
  const again = openPrivateKey(unlocked);
  if (!again.getPublicSSH().equals(key.getPublicSSH())) throw new Error('Unlocking changed the private key.');
  return unlocked;
}

// The OpenSSH container without encryption (PROTOCOL.key): ssh2 reads Ed25519 in no other form.
function ed25519File(key: ParsedKey): string {
  const blob = key.getPublicSSH();
  const publicKey = blob.subarray(-32);
  const seed = createPrivateKey(key.getPrivatePEM()).export({ type: 'pkcs8', format: 'der' }).subarray(-32);
  const check = randomBytes(4);
  const secret = [
    check,
    check,
    field('ssh-ed25519'),
    field(publicKey),
    field(Buffer.concat([seed, publicKey])),
    field(key.comment ?? ''),
  ];
  const open = Buffer.concat(secret);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, (8 - (open.length % 8)) % 8));
  const one = Buffer.from([0, 0, 0, 1]);
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    one,
    field(blob),
    field(Buffer.concat([open, padding])),
  ]);
  const lines = file.toString('base64').replace(/.{70}/g, '$&\n').trimEnd();
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
