import 'server-only';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Keyring, keyring } from './keyring';
import { Secret } from './secret';

/** Where a sealed value belongs. A value moved to another table, row, field or record version does not open. */
export type SealedPlace = { table: string; rowId: string; recordVersion: number };

/** A sealed value could not be opened: wrong key, wrong place or altered bytes. Never an empty value. */
export class UnsealError extends Error {
  constructor(place: SealedPlace, field: string) {
    super(
      `The sealed value ${place.table}.${field} cannot be opened: the key does not fit, or the value was altered or moved.`,
    );
    this.name = 'UnsealError';
  }
}

/**
 * Seals each field with one fresh data key, itself wrapped by the active master key (AES-256-GCM, 96-bit random nonces,
 * 128-bit tags). Result per field: `v1.<key id>.<wrapped data key>.<iv>.<ciphertext>.<tag>`, base64url parts.
 */
export function sealFields(
  place: SealedPlace,
  fields: Record<string, string>,
  ring: Keyring = keyring(),
): Record<string, string> {
  const dataKey = randomBytes(32);
  const wrapped = encrypt(ring.derive('tomo/cred-kek/v1'), wrapContext(place, ring.activeId), dataKey);
  const wrappedText = Buffer.concat([wrapped.iv, wrapped.ciphertext, wrapped.tag]).toString('base64url');
  const sealed = Object.entries(fields).map(([field, value]) => {
    const { iv, ciphertext, tag } = encrypt(dataKey, fieldContext(place, field), Buffer.from(value, 'utf8'));
    const parts = [iv, ciphertext, tag].map((part) => part.toString('base64url'));
    return [field, ['v1', ring.activeId, wrappedText, ...parts].join('.')];
  });
  dataKey.fill(0);
  return Object.fromEntries(sealed);
}

/** Opens one sealed field. Throws UnsealError for anything but the untouched value in its own place. */
export function openField(
  place: SealedPlace,
  field: string,
  envelope: string,
  ring: Keyring = keyring(),
): Secret {
  const [version, keyId, wrapped, iv, ciphertext, tag, ...rest] = envelope.split('.');
  if (
    version !== 'v1' ||
    !keyId ||
    !wrapped ||
    iv === undefined ||
    ciphertext === undefined ||
    !tag ||
    rest.length > 0
  ) {
    throw new UnsealError(place, field);
  }
  const wrappedBytes = strictBase64url(wrapped);
  const parts = [iv, ciphertext, tag].map(strictBase64url);
  if (wrappedBytes?.length !== 60 || parts.includes(undefined)) throw new UnsealError(place, field);
  const [ivBytes, textBytes, tagBytes] = parts as [Buffer, Buffer, Buffer];
  try {
    const kek = ring.derive('tomo/cred-kek/v1', keyId);
    const dataKey = decrypt(kek, wrapContext(place, keyId), {
      iv: wrappedBytes.subarray(0, 12),
      ciphertext: wrappedBytes.subarray(12, 44),
      tag: wrappedBytes.subarray(44),
    });
    const plain = decrypt(dataKey, fieldContext(place, field), {
      iv: ivBytes,
      ciphertext: textBytes,
      tag: tagBytes,
    });
    dataKey.fill(0);
    const secret = new Secret(plain.toString('utf8'));
    plain.fill(0);
    return secret;
  } catch {
    throw new UnsealError(place, field);
  }
}

type Box = { iv: Buffer; ciphertext: Buffer; tag: Buffer };

function wrapContext(place: SealedPlace, keyId: string): Buffer {
  return Buffer.from(`tomo|dek|${keyId}|${place.table}|${place.rowId}|${place.recordVersion}`);
}

function fieldContext(place: SealedPlace, field: string): Buffer {
  return Buffer.from(`tomo|field|v1|${place.table}|${place.rowId}|${field}|${place.recordVersion}`);
}

function encrypt(key: Buffer, context: Buffer, plain: Buffer): Box {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
  cipher.setAAD(context);
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { iv, ciphertext, tag: cipher.getAuthTag() };
}

function decrypt(key: Buffer, context: Buffer, box: Box): Buffer {
  // Without a stated tag length Node also accepts a tag cut to four bytes.
  const decipher = createDecipheriv('aes-256-gcm', key, box.iv, { authTagLength: 16 });
  decipher.setAAD(context);
  decipher.setAuthTag(box.tag);
  return Buffer.concat([decipher.update(box.ciphertext), decipher.final()]);
}

/** Decodes only the one spelling that encoding gives: lax decoding would let altered envelopes open. */
function strictBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
