import 'server-only';
import ssh2 from 'ssh2';
import { Secret } from '@/lib/crypto/secret';
import { openPrivateKey, type PrivateKeyFacts, parsePrivateKey } from './private-key';

/** A key pair made by Tomo: the secret half in OpenSSH format, the other half as what may be shown. */
export type KeyPair = PrivateKeyFacts & { privateKey: Secret };

/**
 * Makes an Ed25519 key pair in OpenSSH format with `comment`. Every pair is proven before it leaves: the generator drops a
 * leading zero in about 1 of 256 keys, which neither ssh2 nor OpenSSH can read afterwards.
 * @throws Error when 20 pairs in a row are unusable, which means that the machine's crypto is broken.
 */
export function generateKeyPair(comment: string): KeyPair {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const privateKey = new Secret(ssh2.utils.generateKeyPairSync('ed25519', { comment }).private);
    if (signsAndVerifies(privateKey)) return { ...parsePrivateKey(privateKey), privateKey };
  }
  throw new Error('No usable Ed25519 key could be generated.');
}

/** Whether the key can be read, signs, and its own public half accepts the signature. */
export function signsAndVerifies(privateKey: Secret): boolean {
  try {
    const key = openPrivateKey(privateKey);
    const probe = Buffer.from('tomo key check');
    const signature = key.sign(probe);
    return Buffer.isBuffer(signature) && key.verify(probe, signature) === true;
  } catch {
    return false;
  }
}
