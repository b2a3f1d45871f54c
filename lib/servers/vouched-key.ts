import 'server-only';
import type { insertServer } from '@/db/servers/mutations';
import type { AuditEntry } from '@/lib/audit/entry';
import type { HostKey } from '@/lib/ssh/target';

type Columns = Pick<
  Parameters<typeof insertServer>[1],
  | 'hostKeyType'
  | 'hostKeyPublic'
  | 'hostKeyFingerprint'
  | 'hostKeyTrust'
  | 'hostKeyConfirmedBy'
  | 'hostKeyConfirmedAt'
>;

/** The columns of a host key that somebody vouched for by pasting its known_hosts line; none without a key. */
export function vouchedKey(key: HostKey | null, by: string, now: string): Columns {
  if (!key) return {};
  return {
    hostKeyType: key.type,
    hostKeyPublic: key.blob,
    hostKeyFingerprint: key.fingerprint,
    hostKeyTrust: 'verified',
    hostKeyConfirmedBy: by,
    hostKeyConfirmedAt: now,
  };
}

/** The ledger row of that act, beside the one of the new server. */
export function vouchedKeyAudit(
  about: Pick<AuditEntry, 'entityType' | 'entityId' | 'entityName' | 'serverId'>,
  fingerprint: string | null,
): Omit<AuditEntry, 'actor'>[] {
  if (!fingerprint) return [];
  const newValue = { fingerprint, trust: 'verified', from: 'a pasted known_hosts line' };
  return [{ ...about, action: 'host_key_trust', newValue }];
}
