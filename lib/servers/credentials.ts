import 'server-only';
import type { Reader } from '@/db/client';
import { type CredentialFields, putCredential } from '@/db/servers/mutations';
import { findCredential } from '@/db/servers/queries';
import type { SealedFields } from '@/db/servers/tables';
import type { Tx } from '@/db/write';
import { keyring } from '@/lib/crypto/keyring';
import { openField, sealFields } from '@/lib/crypto/seal';
import { Secret } from '@/lib/crypto/secret';
import { nowIso } from '@/lib/runtime/clock';
import { TomoError } from '@/lib/runtime/errors';
import { generateKeyPair, type KeyPair } from '@/lib/ssh/generate-key';
import { parsePrivateKey } from '@/lib/ssh/private-key';
import type { SshAuth } from '@/lib/ssh/target';
import { unlockPrivateKey } from '@/lib/ssh/unlock-key';

/** How people say that Tomo signs in: `generated` is a key pair that Tomo makes and only Tomo has. */
export type CredentialInput = {
  authType: 'password' | 'key' | 'generated';
  password?: string;
  privateKey?: string;
  passphrase?: string;
  sudoPassword?: string;
};

/** What a key shows of itself; null for a password. Throws SshError when the key cannot be read (form field `privateKey`). */
export type CredentialFacts = { publicKey: string | null; publicKeyFingerprint: string | null };

type Clear = CredentialFacts & {
  kind: CredentialFields['kind'];
  fields: Partial<Record<keyof SealedFields, string>>;
};

/**
 * Seals the sign-in of a server for its row and record version; an earlier one is replaced whole. The clear values go no
 * further than this call. `comment` names a key that Tomo makes. Returns the public facts of a key.
 */
export async function saveCredential(
  tx: Tx,
  serverId: string,
  input: CredentialInput,
  comment = 'tomo',
): Promise<CredentialFacts> {
  return seal(tx, serverId, { ...clearOf(input, comment) }, input.sudoPassword);
}

/** Makes `pair` the sign-in of a server, with the password of sudo where one is used. */
export async function saveGeneratedKey(
  tx: Tx,
  serverId: string,
  pair: KeyPair,
  sudoPassword: Secret | undefined,
): Promise<CredentialFacts> {
  return seal(tx, serverId, clearPair(pair), sudoPassword?.reveal());
}

async function seal(
  tx: Tx,
  serverId: string,
  clear: Clear,
  sudoPassword: string | undefined,
): Promise<CredentialFacts> {
  const earlier = await findCredential(tx, serverId);
  const recordVersion = (earlier?.recordVersion ?? 0) + 1;
  const fields = sudoPassword ? { ...clear.fields, sudo_password: sudoPassword } : clear.fields;
  const { kind, publicKey, publicKeyFingerprint } = clear;
  await putCredential(tx, serverId, {
    kind,
    encryptedData: sealFields(
      { table: 'server_credentials', rowId: serverId, recordVersion },
      fields as Record<string, string>,
    ) as SealedFields,
    keyId: keyring().activeId,
    recordVersion,
    publicKey,
    publicKeyFingerprint,
    now: nowIso(),
  });
  return { publicKey, publicKeyFingerprint };
}

// A protected key is opened here, once, and sealed without its passphrase: under the same seal that protects nothing more,
// and opening it costs 0.4 s of the main thread each time.
function clearOf(input: CredentialInput, comment: string): Clear {
  if (input.authType === 'generated') return clearPair(generateKeyPair(comment));
  if (input.authType === 'password') {
    const fields = { password: input.password ?? '' };
    return { kind: 'password', fields, publicKey: null, publicKeyFingerprint: null };
  }
  const text = new Secret((input.privateKey ?? '').trim());
  const key = input.passphrase ? unlockPrivateKey(text, new Secret(input.passphrase)) : text;
  const { publicKey, fingerprint } = parsePrivateKey(key);
  const fields = { private_key: key.reveal() };
  return { kind: 'private_key', fields, publicKey, publicKeyFingerprint: fingerprint };
}

function clearPair({ privateKey, publicKey, fingerprint }: KeyPair): Clear {
  const fields = { private_key: privateKey.reveal() };
  return { kind: 'generated_key', fields, publicKey, publicKeyFingerprint: fingerprint };
}

/** Opens the sign-in of a server, at the moment of use. Throws when none is stored or it does not open; never an empty value. */
export async function openCredential(
  db: Reader,
  serverId: string,
): Promise<{ auth: SshAuth; sudoPassword: Secret | undefined }> {
  const row = await findCredential(db, serverId);
  if (!row) {
    throw new TomoError('unavailable', 'No sign-in is stored for this server.', {
      hint: 'An administrator sets it under Settings of the server.',
      reason: 'no_credential',
    });
  }
  const place = { table: 'server_credentials', rowId: serverId, recordVersion: row.recordVersion };
  const open = (field: keyof SealedFields): Secret | undefined => {
    const envelope = row.encryptedData[field];
    return envelope === undefined ? undefined : openField(place, field, envelope);
  };
  const sudoPassword = open('sudo_password');
  if (row.kind === 'password') {
    return {
      auth: { kind: 'password', password: open('password') as Secret },
      sudoPassword: sudoPassword ?? open('password'),
    };
  }
  return {
    auth: { kind: 'key', privateKey: open('private_key') as Secret, passphrase: open('passphrase') },
    sudoPassword,
  };
}
