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
import { type Tx, write } from '@/db/write';
import { can } from '@/lib/auth/permissions';
import { logError } from '@/lib/log/logger';
import { isoIn, nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import { asWork } from '@/lib/runtime/work';
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
const LOOKED_AT = 500;
const CHECKS_AT_ONCE = 16;

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

/** Whether the person who asked for the job may still do it; the right may have been taken away while it waited. */
async function mayRun(tx: Tx, job: JobRow): Promise<boolean> {
  const definition = jobDefinition(job.kind);
  if (!definition) return false;
  if (job.requestedBy === null) return true;
  const requester = await findRequester(tx, job.requestedBy);
  if (!requester?.isActive || requester.deletedAt) return false;
  return can(requester.role, definition.permissionFor?.(job.payload) ?? definition.permission);
}

async function refuse(job: JobRow): Promise<void> {
  const definition = jobDefinition(job.kind);
  const end: JobEnd = {
    status: 'failed',
    errorCode: definition ? 'forbidden' : 'unknown_kind',
    errorMessage: definition
      ? 'The person who asked for this job may no longer do it.'
      : 'This version of Tomo does not know this kind of job.',
    result: null,
  };
  const { status, errorCode, errorMessage } = end;
  await write(async (tx) => {
    const finishedAt = nowIso();
    if (!(await endPendingJob(tx, job.id, { status, errorCode, errorMessage, finishedAt }))) return;
    await definition?.onEnd?.(tx, job, job.payload, end);
    await recordOutcome(tx, job, end);
    await endOpenSteps(tx, job.id, 'pending', { status: 'cancelled', finishedAt });
  });
  wakeReaders(job.id);
}

/**
 * Whether there is room for one more. Work without a lane mostly waits for servers to answer; it has its own, wider room,
 * so that checks of dead servers hold up nothing that changes one.
 */
function hasRoom(job: JobRow, running: JobRow[]): boolean {
  const alike = running.filter((other) => (other.lane === null) === (job.lane === null)).length;
  return alike < (job.lane === null ? CHECKS_AT_ONCE : readSetting('jobs.concurrency'));
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
    while (!this.#stopping.signal.aborted) {
      const job = await this.#claimNext();
      if (!job) return;
      this.#run(job);
    }
  }

  async #claimNext(): Promise<JobRow | undefined> {
    // A look without a transaction first: an idle worker writes nothing.
    if ((await listClaimable(database(), nowIso(), 1)).length === 0) return undefined;
    const refused: JobRow[] = [];
    const claimed = await write(async (tx) => {
      const running = await listRunning(tx);
      for (const job of await listClaimable(tx, nowIso(), LOOKED_AT)) {
        if (!laneIsFree(job, running) || !hasRoom(job, running)) continue;
        if (!(await mayRun(tx, job))) refused.push(job);
        else if (await claimJob(tx, job.id, this.#lease())) return findJob(tx, job.id);
      }
      return undefined;
    });
    // Each on its own: one that cannot be ended must not hold up the queue.
    for (const job of refused) {
      await refuse(job).catch((error) => logError('job', `Job ${job.id} could not be refused`, error));
    }
    return claimed;
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
    const done = asWork(`job ${job.kind}`, () =>
      runJob(job, definition, cancel.signal, this.#stopping.signal),
    ).finally(() => {
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
