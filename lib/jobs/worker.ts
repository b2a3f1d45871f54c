import 'server-only';
import { database } from '@/db/client';
import {
  adoptJob,
  claimJob,
  endOpenSteps,
  endPendingJob,
  renewLease,
  updateRunningJob,
} from '@/db/jobs/mutations';
import { findJob, findRequester, listClaimable, listRunning } from '@/db/jobs/queries';
import type { JobRow } from '@/db/jobs/tables';
import { write } from '@/db/write';
import { can } from '@/lib/auth/permissions';
import { logError } from '@/lib/log/logger';
import { isoIn, nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import { readSetting } from '@/lib/settings/read';
import { recordOutcome } from './audit-outcome';
import { listen, wakeReaders } from './bus';
import { type JobEnd, jobDefinition } from './define';
import { laneIsFree } from './lanes';
import { runJob } from './run';

const LEASE_MS = 30_000;
const RENEW_EVERY_MS = 10_000;
const LOOK_EVERY_MS = 1_000;
const STOP_WAITS_MS = 5_000;

/**
 * Starts the worker of this process: takes up what an earlier process left running, then claims waiting jobs as their
 * lanes come free. `stop` lets go of running jobs without ending them: their steps go on on the servers and the next
 * process takes them up.
 */
export async function startWorker(): Promise<{ stop(): Promise<void> }> {
  const worker = new Worker();
  await worker.recover();
  worker.start();
  return worker;
}

class Worker {
  readonly #owner = newId();
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, { cancel: AbortController; done: Promise<void> }>();
  readonly #unlisten: (() => void)[] = [];
  #looking = false;
  #lookAgain = false;
  #timers: NodeJS.Timeout[] = [];

  start(): void {
    this.#unlisten.push(
      listen('queue', () => this.#look()),
      listen('cancel', (jobId) => this.#running.get(jobId)?.cancel.abort()),
    );
    this.#timers = [
      setInterval(() => this.#look(), LOOK_EVERY_MS),
      setInterval(() => this.#renew(), RENEW_EVERY_MS),
    ];
    this.#look();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const timer of this.#timers) clearInterval(timer);
    for (const unlisten of this.#unlisten) unlisten();
    const all = Promise.all([...this.#running.values()].map((running) => running.done));
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, STOP_WAITS_MS).unref())]);
  }

  /** Running rows without a living runner: the instance lock says that no other server process exists. */
  async recover(): Promise<void> {
    for (const job of await listRunning(database())) {
      const adopted = await write((tx) => adoptJob(tx, job.id, job.attempt, this.#lease()));
      if (!adopted) continue;
      const current = await findJob(database(), job.id);
      if (current) this.#run(current);
    }
  }

  #look(): void {
    if (this.#stopping.signal.aborted) return;
    this.#lookAgain = true;
    if (this.#looking) return;
    this.#looking = true;
    this.#claimAll()
      .catch((error) => logError('job', 'The worker could not look for jobs', error))
      .finally(() => {
        this.#looking = false;
        if (this.#lookAgain) this.#look();
      });
  }

  async #claimAll(): Promise<void> {
    this.#lookAgain = false;
    while (this.#running.size < readSetting('jobs.concurrency') && !this.#stopping.signal.aborted) {
      const job = await this.#claimNext();
      if (!job) return;
      this.#run(job);
    }
  }

  async #claimNext(): Promise<JobRow | undefined> {
    // A look without a transaction first: an idle worker writes nothing.
    if ((await listClaimable(database(), nowIso(), 1)).length === 0) return undefined;
    return write(async (tx) => {
      const running = await listRunning(tx);
      for (const job of await listClaimable(tx, nowIso(), 100)) {
        if (!laneIsFree(job, running)) continue;
        if (!(await this.#mayRun(tx, job))) continue;
        if (await claimJob(tx, job.id, this.#lease())) return findJob(tx, job.id);
      }
      return undefined;
    });
  }

  async #mayRun(
    tx: Parameters<typeof findRequester>[0] & Parameters<typeof endPendingJob>[0],
    job: JobRow,
  ): Promise<boolean> {
    const definition = jobDefinition(job.kind);
    const requester = job.requestedBy ? await findRequester(tx, job.requestedBy) : undefined;
    const bySystem = job.requestedBy === null;
    const allowed =
      bySystem ||
      (requester?.isActive &&
        !requester.deletedAt &&
        definition &&
        can(requester.role, definition.permission));
    if (definition && allowed) return true;
    const errorMessage = definition
      ? 'The person who asked for this job may no longer do it.'
      : 'This version of Tomo does not know this kind of job.';
    const end: JobEnd = {
      status: 'failed',
      errorCode: definition ? 'forbidden' : 'unknown_kind',
      errorMessage,
      result: null,
    };
    await definition?.onEnd?.(tx, job, job.payload, end);
    await recordOutcome(tx, job, end);
    await endOpenSteps(tx, job.id, 'pending', { status: 'cancelled', finishedAt: nowIso() });
    await endPendingJob(tx, job.id, {
      status: 'failed',
      errorCode: end.errorCode,
      errorMessage,
      finishedAt: nowIso(),
    });
    wakeReaders(job.id);
    return false;
  }

  #run(job: JobRow): void {
    const definition = jobDefinition(job.kind);
    if (!definition) {
      write(async (tx) => {
        const end: JobEnd = {
          status: 'interrupted',
          errorCode: 'unknown_kind',
          errorMessage: 'This version of Tomo does not know this kind of job.',
          result: null,
        };
        const finishedAt = nowIso();
        await endOpenSteps(tx, job.id, 'running', { status: 'interrupted', finishedAt });
        await endOpenSteps(tx, job.id, 'pending', { status: 'skipped', finishedAt });
        await recordOutcome(tx, job, end);
        await updateRunningJob(tx, job.id, job.attempt, { ...end, finishedAt });
      }).catch((error) => logError('job', `Job ${job.id} of an unknown kind could not be ended`, error));
      return;
    }
    const cancel = new AbortController();
    if (job.cancelRequestedAt) cancel.abort();
    const done = runJob(job, definition, cancel.signal, this.#stopping.signal).finally(() => {
      this.#running.delete(job.id);
      this.#look();
    });
    this.#running.set(job.id, { cancel, done });
    wakeReaders(job.id);
  }

  async #renew(): Promise<void> {
    for (const [id, running] of this.#running) {
      const job = await findJob(database(), id).catch(() => undefined);
      if (!job) continue;
      // The row is the truth; a wake-up that was missed costs ten seconds.
      if (job.cancelRequestedAt) running.cancel.abort();
      const lease = this.#lease();
      await write((tx) => renewLease(tx, id, job.attempt, lease.expiresAt, lease.now)).catch((error) =>
        logError('job', `The lease of job ${id} could not be renewed`, error),
      );
    }
  }

  #lease(): { owner: string; expiresAt: string; now: string } {
    return { owner: this.#owner, expiresAt: isoIn(LEASE_MS), now: nowIso() };
  }
}
