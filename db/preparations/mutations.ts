import { and, eq, gte, lte, ne } from 'drizzle-orm';
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

/** Makes one line of a preparation the one that says what was cut around it. */
export async function markPreparationLine(
  tx: Tx,
  preparationId: string,
  seq: number,
  message: string,
): Promise<void> {
  await tx
    .update(preparationLogs)
    .set({ stream: 'event', level: 'WARNING', message })
    .where(and(eq(preparationLogs.preparationId, preparationId), eq(preparationLogs.seq, seq)));
}

/** Removes the lines of output from `from` to `to`, both included. What Tomo itself said stays. */
export async function deletePreparationOutput(
  tx: Tx,
  preparationId: string,
  from: number,
  to: number,
): Promise<void> {
  await tx
    .delete(preparationLogs)
    .where(
      and(
        eq(preparationLogs.preparationId, preparationId),
        gte(preparationLogs.seq, from),
        lte(preparationLogs.seq, to),
        ne(preparationLogs.stream, 'event'),
      ),
    );
}
