import 'server-only';
import type { Reader } from '@/db/client';
import { insertPreparationLines } from '@/db/preparations/mutations';
import {
  findPreparationOfJob,
  listPreparationLinesAfter,
  listPreparationLinesBefore,
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
};

async function preparationOf(db: Reader, jobId: string) {
  const preparation = await findPreparationOfJob(db, jobId);
  if (!preparation) throw new Error(`The job ${jobId} has no preparation.`);
  return preparation;
}
