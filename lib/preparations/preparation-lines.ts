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
    const { id: preparationId, serverId } = await homeOf(tx, jobId);
    await insertPreparationLines(
      tx,
      lines.map((line) => ({ ...line, id: newId(), serverId, preparationId })),
    );
  },
  async listAfter(db, jobId, after, limit) {
    const preparation = await findHome(db, jobId);
    return preparation ? listPreparationLinesAfter(db, preparation.id, after, limit) : [];
  },
  async listBefore(db, jobId, before, limit) {
    const preparation = await findHome(db, jobId);
    return preparation ? listPreparationLinesBefore(db, preparation.id, before, limit) : [];
  },
  async match(db, jobId, { after, to }, pattern) {
    const preparation = await findHome(db, jobId);
    return preparation ? matchPreparationLines(db, preparation.id, after, to, pattern) : [];
  },
  lineBytes: 420,
  async outputSizes(db, jobId, after, limit) {
    const { id } = await homeOf(db, jobId);
    return listPreparationOutputSizes(db, id, after, limit);
  },
  async deleteOutput(tx, jobId, { from, to }) {
    await deletePreparationOutput(tx, (await homeOf(tx, jobId)).id, from, to);
  },
  async mark(tx, jobId, seq, message) {
    await markPreparationLine(tx, (await homeOf(tx, jobId)).id, seq, message);
  },
};

const REMEMBERED_JOBS = 64;
const homes = new Map<string, Home>();

type Home = { id: string; serverId: string };

/** The preparation of a job, which never becomes another one: asked for once, since a job stores lines many times a second. */
async function findHome(db: Reader, jobId: string): Promise<Home | undefined> {
  const home = homes.get(jobId) ?? (await findPreparationOfJob(db, jobId));
  if (!home) return undefined;
  homes.delete(jobId);
  homes.set(jobId, { id: home.id, serverId: home.serverId });
  for (const oldest of homes.keys()) if (homes.size > REMEMBERED_JOBS) homes.delete(oldest);
  return home;
}

async function homeOf(db: Reader, jobId: string): Promise<Home> {
  const home = await findHome(db, jobId);
  if (!home) throw new Error(`The job ${jobId} has no preparation.`);
  return home;
}
