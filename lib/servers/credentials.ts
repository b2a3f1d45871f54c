import 'server-only';
import type { Reader } from '@/db/client';
import { putCredential } from '@/db/servers/mutations';
import { findCredential } from '@/db/servers/queries';
import type { SealedFields } from '@/db/servers/tables';
import type { Tx } from '@/db/write';
import { keyring } from '@/lib/crypto/keyring';
import { openField, sealFields } from '@/lib/crypto/seal';
import { Secret } from '@/lib/crypto/secret';
import { nowIso } from '@/lib/runtime/clock';
import { TomoError } from '@/lib/runtime/errors';
import { parsePrivateKey } from '@/lib/ssh/private-key';
import type { SshAuth } from '@/lib/ssh/target';

export type CredentialInput = {
  authType: 'password' | 'key';
  password?: string;
  privateKey?: string;
  passphrase?: string;
  sudoPassword?: string;
};

/** What a key shows of itself; null for a password. Throws SshError when the key cannot be read (form field `privateKey`). */
export type CredentialFacts = { publicKey: string | null; publicKeyFingerprint: string | null };

/**
 * Seals the sign-in of a server for its row and record version; an earlier one is replaced whole. The clear values go no
 * further than this call. Returns the public facts of a key; `facts` are those that a caller has already.
 */
export async function saveCredential(
  tx: Tx,
  serverId: string,
  input: CredentialInput,
  facts: CredentialFacts = inspectCredential(input),
): Promise<CredentialFacts> {
  const earlier = await findCredential(tx, serverId);
  const recordVersion = (earlier?.recordVersion ?? 0) + 1;
  const fields = clearFields(input);
  await putCredential(tx, serverId, {
    kind: input.authType === 'password' ? 'password' : 'private_key',
    encryptedData: sealFields(
      { table: 'server_credentials', rowId: serverId, recordVersion },
      fields,
    ) as SealedFields,
    keyId: keyring().activeId,
    recordVersion,
    ...facts,
    now: nowIso(),
  });
  return facts;
}

/** Reads a pasted key before anything is stored. Throws with a message for its form field when it is unreadable. */
export function inspectCredential(input: CredentialInput): CredentialFacts {
  if (input.authType === 'password') return { publicKey: null, publicKeyFingerprint: null };
  const passphrase = input.passphrase ? new Secret(input.passphrase) : undefined;
  const { publicKey, fingerprint } = parsePrivateKey(new Secret(input.privateKey ?? ''), passphrase);
  return { publicKey, publicKeyFingerprint: fingerprint };
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

function clearFields(input: CredentialInput): Record<string, string> {
  const fields: Record<string, string> = {};
  if (input.authType === 'password') fields.password = input.password ?? '';
  else fields.private_key = (input.privateKey ?? '').trim();
  if (input.authType === 'key' && input.passphrase) fields.passphrase = input.passphrase;
  if (input.sudoPassword) fields.sudo_password = input.sudoPassword;
  return fields;
}
