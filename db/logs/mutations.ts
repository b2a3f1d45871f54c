import 'server-only';
import type { Tx } from '@/db/write';
import { logEntries } from './tables';

export type NewLogEntry = typeof logEntries.$inferInsert;

/** Stores entries of the system log; at most 300 in one transaction. */
export async function insertLogEntries(tx: Tx, entries: NewLogEntry[]): Promise<void> {
  if (entries.length > 0) await tx.insert(logEntries).values(entries);
}
