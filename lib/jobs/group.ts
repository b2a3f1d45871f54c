import 'server-only';
import { findJob } from '@/db/jobs/queries';
import { type Tx, write } from '@/db/write';
import { isTomoError, TomoError } from '@/lib/runtime/errors';
import { newId } from '@/lib/runtime/ids';
import { wakeWorker } from './bus';

/** What one act on many objects came to: a job per object, and the objects that refused with their reasons. */
export type JobGroup = {
  groupId: string;
  started: { targetId: string; jobId: string; existing: boolean }[];
  refused: { targetId: string; message: string; hint: string | null }[];
};

/** Objects of one act; more would make a page that nobody reads. */
export const GROUP_LIMIT = 500;

// Other writers wait for a transaction: a few objects each, so that nobody waits for all of them.
const PER_TRANSACTION = 20;

/**
 * Records one job per object. `record` writes nothing before it refuses: a refusal of one object (any TomoError) leaves the
 * others as they are. When all jobs exist already and belong to one group, it is that group: a second click finds the
 * first. Throws `conflict` when no object took the job.
 */
export async function startGroup(
  targetIds: readonly string[],
  record: (tx: Tx, targetId: string, groupId: string) => Promise<{ jobId: string; existing: boolean }>,
): Promise<JobGroup> {
  const groupId = newId();
  const group: JobGroup = { groupId, started: [], refused: [] };
  const earlier = new Set<string | null>();
  const ids = [...new Set(targetIds)];
  for (let at = 0; at < ids.length; at += PER_TRANSACTION) {
    await write(async (tx) => {
      for (const targetId of ids.slice(at, at + PER_TRANSACTION)) {
        try {
          const job = await record(tx, targetId, groupId);
          group.started.push({ targetId, ...job });
          earlier.add(job.existing ? ((await findJob(tx, job.jobId))?.groupId ?? null) : groupId);
        } catch (error) {
          if (!isTomoError(error)) throw error;
          group.refused.push({ targetId, message: error.message, hint: error.hint ?? null });
        }
      }
    });
    wakeWorker();
  }
  const [first] = group.refused;
  if (group.started.length === 0 && first) {
    throw new TomoError('conflict', 'Nothing was started.', {
      hint: `${first.message}${group.refused.length > 1 ? ` The other ${group.refused.length - 1} refused too.` : ''}`,
    });
  }
  const [only] = earlier;
  return earlier.size === 1 && only ? { ...group, groupId: only } : group;
}
