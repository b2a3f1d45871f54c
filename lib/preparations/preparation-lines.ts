import 'server-only';
import type { Reader } from '@/db/client';
import {
  deletePreparationOutput,
  insertPreparationLines,
  markPreparationLine,
} from '@/db/preparations/mutations';
import {
  findPreparationOfJob,
  listPreparationLinesAfter,
  listPreparationLinesBefore,
  listPreparationOutputSizes,
  matchPreparationLines,
} from '@/db/preparations/queries';
import type { LineStore } from '@/lib/jobs/define';
import { newId } from '@/lib/runtime/ids';

/** The line store of preparations: `preparation_logs`, which outlives the job. */
export const preparationLines: LineStore = {
  async insert(tx, jobId, lines) {
    const { id: preparationId, serverId } = await preparationOf(tx, jobId);
    await insertPreparationLines(
      tx,
      lines.map((line) => ({ ...line, id: newId(), serverId, preparationId })),
    );
  },
  async listAfter(db, jobId, after, limit) {
    const preparation = await findPreparationOfJob(db, jobId);
    return preparation ? listPreparationLinesAfter(db, preparation.id, after, limit) : [];
  },
  async listBefore(db, jobId, before, limit) {
    const preparation = await findPreparationOfJob(db, jobId);
    return preparation ? listPreparationLinesBefore(db, preparation.id, before, limit) : [];
  },
  async match(db, jobId, { after, to }, pattern) {
    const preparation = await findPreparationOfJob(db, jobId);
    return preparation ? matchPreparationLines(db, preparation.id, after, to, pattern) : [];
  },
  lineBytes: 420,
  async outputSizes(db, jobId, after, limit) {
    const { id } = await preparationOf(db, jobId);
    return listPreparationOutputSizes(db, id, after, limit);
  },
  async deleteOutput(tx, jobId, { from, to }) {
    await deletePreparationOutput(tx, (await preparationOf(tx, jobId)).id, from, to);
  },
  async mark(tx, jobId, seq, message) {
    await markPreparationLine(tx, (await preparationOf(tx, jobId)).id, seq, message);
  },
};

async function preparationOf(db: Reader, jobId: string) {
  const preparation = await findPreparationOfJob(db, jobId);
  if (!preparation) throw new Error(`The job ${jobId} has no preparation.`);
  return preparation;
}
