import 'server-only';
import type { AuditCheckpointRow } from '@/db/audit/tables';
import { keyring } from '@/lib/crypto/keyring';
import type { AuditHead } from './heads.mjs';
import { checkpointChecksum, headChecksum, macOf } from './proof.mjs';

/** The MAC of a checksum under the audit key of `keyId`, hex. Throws when the keyring does not have that key. */
export function chainMac(checksum: string, keyId: string): string {
  return macOf(checksum, keyring().derive('tomo/audit-mac/v1', keyId));
}

/** The MAC over everything that a checkpoint says, hex. */
export function checkpointMac(row: Omit<AuditCheckpointRow, 'mac'>): string {
  return chainMac(checkpointChecksum(row), row.keyId);
}

/** The MAC over one line of the anchor file, hex. */
export function headMac(head: Omit<AuditHead, 'mac'>): string {
  return chainMac(headChecksum(head), head.keyId);
}
