import { eq } from 'drizzle-orm';
import type { Tx } from '../write';
import { preparationLogs, type ServerPreparationRow, serverPreparations } from './tables';

/** Adds a preparation; the partial unique index refuses a second active one of the same server. */
export async function insertPreparation(tx: Tx, row: typeof serverPreparations.$inferInsert): Promise<void> {
  await tx.insert(serverPreparations).values(row);
}

/** Changes the preparation that a job carries out. */
export async function updatePreparationOfJob(
  tx: Tx,
  jobId: string,
  patch: Partial<ServerPreparationRow>,
): Promise<void> {
  await tx.update(serverPreparations).set(patch).where(eq(serverPreparations.jobId, jobId));
}

/** Stores lines of a preparation. */
export async function insertPreparationLines(
  tx: Tx,
  rows: (typeof preparationLogs.$inferInsert)[],
): Promise<void> {
  if (rows.length > 0) await tx.insert(preparationLogs).values(rows);
}
