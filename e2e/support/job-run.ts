import { database } from '@/db/client';
import { findJob } from '@/db/jobs/queries';
import type { JobRow } from '@/db/jobs/tables';
import { nextChange } from '@/lib/jobs/bus';
import { isFinal } from '@/lib/jobs/states';

/** Waits for the end of a job that a worker of this process runs. */
export async function endOfJob(jobId: string): Promise<JobRow> {
  for (;;) {
    const job = await findJob(database(), jobId);
    if (job && isFinal(job.status)) return job;
    await nextChange(jobId, 100, new AbortController().signal);
  }
}
