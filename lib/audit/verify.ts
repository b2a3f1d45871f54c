import 'server-only';
import { keyring } from '@/lib/crypto/keyring';
import { env } from '@/lib/runtime/env';
import { askThread } from '@/lib/runtime/worker-thread';

export type AuditVerdict = {
  intact: boolean;
  /** Rows looked at. */
  checkedRows: number;
  /** The newest row that was found sound, 0 when none. */
  verifiedTo: number;
  /** The first place where the ledger does not hold, and what is wrong there. */
  broken?: { seq: number; problem: string };
  /** The newest row known outside the database. */
  lastAnchor: number;
};

/**
 * Checks the whole ledger in a thread, over a connection that only reads: the main thread goes on answering however long the
 * ledger is. `onProgress` is told the newest sound entry after every 2,000. Rejects when `signal` aborts, or when the thread
 * cannot do its work; a ledger that does not hold is a verdict, no error.
 */
export async function verifyAudit(
  options: { onProgress?: (seq: number) => void; signal?: AbortSignal } = {},
): Promise<AuditVerdict> {
  const ring = keyring();
  const data = {
    url: env().databaseUrl,
    anchorFile: env().auditAnchorFile,
    keys: Object.fromEntries(ring.ids.map((id) => [id, ring.derive('tomo/audit-mac/v1', id)])),
  };
  const verdict = await askThread('lib/audit/verify-thread.mjs', data, {
    signal: options.signal,
    onProgress: (message) => options.onProgress?.((message as { seq: number }).seq),
  });
  return verdict as AuditVerdict;
}
