import 'server-only';
import { database } from '@/db/client';
import { linkRetry } from '@/db/jobs/mutations';
import { findJob } from '@/db/jobs/queries';
import type { JobRow } from '@/db/jobs/tables';
import { write } from '@/db/write';
import type { Actor } from '@/lib/auth/actor';
import { can } from '@/lib/auth/permissions';
import { requirePermission } from '@/lib/procedures/guard';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { singleton } from '@/lib/runtime/singleton';
import { jobDefinition } from './define';
import { isFinal } from './states';

type Retry = (actor: Actor, job: JobRow) => Promise<{ jobId: string; existing: boolean }>;

type RetryRule = {
  /** Whether the password of the person is asked for, as when the first one was started. */
  reauth?: boolean;
  /** Whether this very job can be started from what is kept of it; left out: always. */
  fits?: (job: JobRow) => boolean;
};

const retries = () => singleton('jobs.retries', () => new Map<string, RetryRule & { retry: Retry }>());

/** Says how a kind of job is tried again. Kinds without it are started anew from their own page. */
export function registerRetry(kind: string, retry: Retry, rule: RetryRule = {}): void {
  retries().set(kind, { ...rule, retry });
}

/** How the person may try an ended job again from its page; null when not: it succeeded, goes on, or is started elsewhere. */
export function retryOffer(actor: Actor, job: JobRow): 'at_once' | 'with_password' | null {
  const found = retries().get(job.kind);
  const permission = jobDefinition(job.kind)?.permission;
  if (!found || !permission || !can(actor.role, permission)) return null;
  if (!isFinal(job.status) || job.status === 'completed' || found.fits?.(job) === false) return null;
  return found.reauth ? 'with_password' : 'at_once';
}

/** Whether trying this job again asks for the password of the person. */
export async function retryAsksPassword(jobId: string): Promise<boolean> {
  const job = await findJob(database(), jobId);
  return job !== undefined && retries().get(job.kind)?.reauth === true;
}

/** Tries an ended job again, as a new job that names it. Throws `conflict` while it still runs or when it succeeded. */
export async function retryJob(actor: Actor, jobId: string): Promise<{ jobId: string; existing: boolean }> {
  const job = await findJob(database(), jobId);
  const found = job && retries().get(job.kind);
  if (!job || !found) throw notFound('This job');
  if (!isFinal(job.status))
    throw new TomoError('conflict', 'This job has not ended yet.', {
      hint: 'Wait for it or cancel it first.',
    });
  if (job.status === 'completed')
    throw new TomoError('conflict', 'This job has succeeded; there is nothing to retry.');
  // Whoever may retry jobs may not do all of them: the right is that of the kind.
  await requirePermission(actor, jobDefinition(job.kind)?.permission ?? 'servers.manage', 'job.retry');
  if (found.fits?.(job) === false)
    throw new TomoError('conflict', 'This job cannot be repeated: what it needs is not kept.', {
      hint: 'Start it anew from the page of its server.',
    });
  const again = await found.retry(actor, job);
  if (!again.existing) await write((tx) => linkRetry(tx, again.jobId, job.id));
  return again;
}
