import 'server-only';
import { database } from '@/db/client';
import { findJob } from '@/db/jobs/queries';
import type { JobRow } from '@/db/jobs/tables';
import type { Actor } from '@/lib/auth/actor';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { singleton } from '@/lib/runtime/singleton';
import { isFinal } from './states';

type Retry = (actor: Actor, job: JobRow) => Promise<{ jobId: string; existing: boolean }>;

const retries = () => singleton('jobs.retries', () => new Map<string, Retry>());

/** Says how a kind of job is tried again. Kinds without it are started anew from their own page. */
export function registerRetry(kind: string, retry: Retry): void {
  retries().set(kind, retry);
}

/** Whether a job of this kind can be tried again from its page. */
export function canRetry(kind: string): boolean {
  return retries().has(kind);
}

/** Tries an ended job again, as a new job that names it. Throws `conflict` while it still runs or when it succeeded. */
export async function retryJob(actor: Actor, jobId: string): Promise<{ jobId: string; existing: boolean }> {
  const job = await findJob(database(), jobId);
  const retry = job && retries().get(job.kind);
  if (!job || !retry) throw notFound('This job');
  if (!isFinal(job.status))
    throw new TomoError('conflict', 'This job has not ended yet.', {
      hint: 'Wait for it or cancel it first.',
    });
  if (job.status === 'completed')
    throw new TomoError('conflict', 'This job has succeeded; there is nothing to retry.');
  return retry(actor, job);
}
