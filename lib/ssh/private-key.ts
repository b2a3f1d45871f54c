import 'server-only';
import { createPrivateKey } from 'node:crypto';
import ssh2, { type ParsedKey } from 'ssh2';
import type { Secret } from '@/lib/crypto/secret';
import { SshError } from './errors';
import { fingerprintOf } from './host-key';
import { hasCostlyKdf } from './key-cost';

const MAX_KEY_BYTES = 64 * 1024;

/** What may be shown of a private key. */
export type PrivateKeyFacts = {
  /** OpenSSH type name, for example `ssh-ed25519`. */
  type: string;
  /** The line for `authorized_keys`: type, base64 and comment. */
  publicKey: string;
  fingerprint: string;
  /** Whether the key text is protected by a passphrase. */
  encrypted: boolean;
};

/**
 * Reads a private key in OpenSSH, PEM (also PKCS#8 for RSA and ECDSA) or PuTTY 2 format and says what may be shown of it.
 * @throws SshError `passphrase_needed` when it is encrypted and no passphrase came, `key_unreadable` otherwise.
 */
export function parsePrivateKey(text: Secret, passphrase?: Secret): PrivateKeyFacts {
  const key = openPrivateKey(text, passphrase);
  const blob = key.getPublicSSH();
  const comment = key.comment.replace(/[^\x20-\x7e]/g, '').trim();
  return {
    type: key.type,
    publicKey: `${key.type} ${blob.toString('base64')}${comment ? ` ${comment}` : ''}`,
    fingerprint: fingerprintOf(blob),
    encrypted: passphrase !== undefined && isEncrypted(text, passphrase),
  };
}

/** Opens a private key for signing. @throws SshError as `parsePrivateKey` */
export function openPrivateKey(text: Secret, passphrase?: Secret): ParsedKey {
  const source = text.reveal().replace(/\r\n?/g, '\n').trim();
  if (source.length > MAX_KEY_BYTES) throw unreadable('The text is far too long for a private key.');
  if (hasCostlyKdf(source)) {
    throw unreadable('The passphrase of this key is hardened so much that opening it would block Tomo.', {
      hint: 'Save it again with fewer rounds: ssh-keygen -p -a 64 -f KEYFILE.',
    });
  }
  const words = passphrase?.reveal() || undefined;
  const parsed = ssh2.utils.parseKey(toTraditional(source, words), words);
  // OpenSSH containers could hold several keys; ssh2 then answers with an array that its types do not mention.
  const key = Array.isArray(parsed) ? (parsed[0] as ParsedKey) : parsed;
  if (key instanceof Error) throw explain(key.message, words !== undefined);
  if (!key.isPrivateKey()) {
    throw unreadable('This is the public half of a key.', {
      hint: 'Paste the private key: the file without .pub at the end of its name.',
    });
  }
  if (key.type === 'ssh-dss') {
    throw unreadable('This is a DSA key, which servers no longer accept.', {
      hint: 'Use an Ed25519 key: ssh-keygen -t ed25519.',
    });
  }
  return key;
}

// ssh2 reads no PKCS#8, which is what OpenSSL and many clouds write. Node does, and writes the older form ssh2 knows.
function toTraditional(source: string, passphrase: string | undefined): string {
  const encrypted = source.startsWith('-----BEGIN ENCRYPTED PRIVATE KEY-----');
  if (!encrypted && !source.startsWith('-----BEGIN PRIVATE KEY-----')) return source;
  if (encrypted && !passphrase) throw passphraseNeeded();
  try {
    const key = createPrivateKey({ key: source, format: 'pem', passphrase });
    if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString();
    if (key.asymmetricKeyType === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString();
  } catch (error) {
    throw encrypted
      ? wrongPassphrase(error)
      : unreadable('The text is not a complete private key.', { cause: error });
  }
  throw unreadable('This key format (PKCS#8) cannot be used for this type of key.', {
    hint: 'Convert it: ssh-keygen -p -f KEYFILE writes the OpenSSH format, also with an empty passphrase.',
  });
}

function isEncrypted(text: Secret, passphrase: Secret): boolean {
  if (passphrase.reveal() === '') return false;
  try {
    openPrivateKey(text);
    return false;
  } catch {
    return true;
  }
}

function explain(message: string, withPassphrase: boolean): SshError {
  if (/no passphrase given/.test(message)) return passphraseNeeded();
  if (withPassphrase && /integrity check failed|bad decrypt|wrong final block|Malformed/i.test(message)) {
    return wrongPassphrase(new Error(message));
  }
  if (/Unsupported OpenSSH private key type: sk-/.test(message)) {
    return unreadable('This key lives on a hardware token, which Tomo cannot touch.', {
      hint: 'Use a key made for Tomo: ssh-keygen -t ed25519.',
    });
  }
  return unreadable('The text is not a complete private key in a known format.', {
    cause: new Error(message),
  });
}

function passphraseNeeded(): SshError {
  return new SshError('passphrase_needed', 'The private key is protected by a passphrase.', {
    hint: 'Enter the passphrase of the key.',
  });
}

function wrongPassphrase(cause: unknown): SshError {
  return new SshError('key_unreadable', 'The passphrase does not open this private key.', {
    hint: 'Check the passphrase; upper and lower case count.',
    cause,
  });
}

function unreadable(message: string, details: { hint?: string; cause?: unknown } = {}): SshError {
  const hint = 'Paste the whole file, from -----BEGIN to the line with -----END.';
  return new SshError('key_unreadable', message, { hint, ...details });
}
