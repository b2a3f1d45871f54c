import type { Tx } from '../write';
import { auditCheckpoints, auditLog } from './tables';

/** Adds one row to the ledger. Called by `lib/audit/record` only; triggers refuse a wrong sequence. */
export async function insertAuditRow(tx: Tx, row: typeof auditLog.$inferInsert): Promise<void> {
  await tx.insert(auditLog).values(row);
}

/** Adds a checkpoint (genesis, anchor, purge or restore). */
export async function insertCheckpoint(tx: Tx, row: typeof auditCheckpoints.$inferInsert): Promise<void> {
  await tx.insert(auditCheckpoints).values(row);
}
