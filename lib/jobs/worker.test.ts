import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { database } from '@/db/client';
import { adoptJob } from '@/db/jobs/mutations';
import { findJob, listJobLinesAfter, listSteps } from '@/db/jobs/queries';
import { users } from '@/db/users/tables';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { systemActor } from '@/lib/audit/entry';
import { verifyAudit } from '@/lib/audit/verify';
import type { Actor } from '@/lib/auth/actor';
import { Secret } from '@/lib/crypto/secret';
import { nowIso } from '@/lib/runtime/clock';
import { TomoError } from '@/lib/runtime/errors';
import { newId } from '@/lib/runtime/ids';
import { nextChange, wakeWorker } from './bus';
import { cancelJob } from './cancel';
import { defineJob, type JobDefinition, registerJob } from './define';
import { enqueueJob } from './enqueue';
import { jobLines } from './job-lines';
import { isFinal } from './states';
import { AlreadyDone, Cancelled, Interrupted } from './step';
import { followJob } from './tail';
import { startWorker } from './worker';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let worker: Awaited<ReturnType<typeof startWorker>> | undefined;

beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await fresh.close();
});

type Run = JobDefinition<{ n: number }>['run'];

type Extra = Partial<Omit<JobDefinition<{ n: number }>, 'kind' | 'steps' | 'run'>>;

function kind(name: string, steps: string[], run: Run, extra: Extra = {}): void {
  registerJob(
    defineJob({
      kind: name,
      payload: z.strictObject({ n: z.number() }),
      permission: 'servers.operate',
      lines: jobLines,
      steps: () => steps,
      run,
      ...extra,
    }),
  );
}

type Start = { lane?: string | null; dedupeKey?: string; requestedBy?: string | null; serverId?: string };

async function start(name: string, { lane = null, dedupeKey = newId(), requestedBy = null }: Start = {}) {
  const job = await write((tx) =>
    enqueueJob(tx, {
      kind: name,
      payload: { n: 1 },
      lane,
      dedupeKey,
      targetLabel: 'web-1',
      requestedBy,
      audit: {
        actor: systemActor,
        entityType: 'server',
        entityId: 'x',
        entityName: 'web-1',
        action: 'connect',
      },
    }),
  );
  wakeWorker();
  return job;
}

async function ended(jobId: string) {
  for (;;) {
    const job = await findJob(database(), jobId);
    if (job && isFinal(job.status)) return job;
    await nextChange(jobId, 200, new AbortController().signal);
  }
}

const linesOf = (jobId: string) => listJobLinesAfter(database(), jobId, 0, 10_000);

async function person(role: 'admin' | 'operator' | 'user', isActive = true): Promise<string> {
  const id = newId();
  const now = nowIso();
  await write(async (tx) => {
    await tx.insert(users).values({
      id,
      username: `p${id.slice(-8)}`,
      passwordHash: '!',
      passwordChangedAt: now,
      role,
      isActive,
    });
  });
  return id;
}

describe('a job', () => {
  it('runs its steps in order, numbers its lines and tells the ledger its end', async () => {
    kind('t.good', ['one', 'two', 'three'], async (job) => {
      await job.step('one', async (step) => {
        step.log('hello', 'INFO', 'stdout');
        return { summary: 'first' };
      });
      await job.step('two', async () => {
        throw new AlreadyDone('nothing to do');
      });
      return job.step('three', async () => ({ facts: { answer: 42 } })).then(({ facts }) => facts);
    });
    worker = await startWorker();
    const { jobId } = await start('t.good');
    expect(await ended(jobId)).toMatchObject({ status: 'completed', result: { answer: 42 } });
    expect((await listSteps(database(), jobId)).map((step) => step.status)).toEqual([
      'completed',
      'skipped',
      'completed',
    ]);
    const lines = await linesOf(jobId);
    expect(lines.map((line) => line.seq)).toEqual(lines.map((_, index) => index + 1));
    expect(lines.map((line) => line.message)).toEqual(['hello', 'first', 'Skipped: nothing to do', 'Done.']);
    expect(await verifyAudit()).toMatchObject({ intact: true, checkedRows: 2 });
  });

  it('fails with the words of the step that failed, and says which steps were not reached', async () => {
    kind('t.bad', ['one', 'two'], async (job) => {
      await job.step('one', async () => {
        throw new TomoError('unavailable', 'The disk is full.', {
          hint: 'Free some space.',
          reason: 'no_space',
        });
      });
      return undefined;
    });
    worker = await startWorker();
    const { jobId } = await start('t.bad');
    expect(await ended(jobId)).toMatchObject({
      status: 'failed',
      errorCode: 'no_space',
      errorMessage: 'The disk is full.',
      result: { hint: 'Free some space.' },
    });
    expect((await listSteps(database(), jobId)).map((step) => step.status)).toEqual(['failed', 'skipped']);
    expect((await linesOf(jobId)).map((line) => line.message)).toEqual([
      'The disk is full. Free some space.',
    ]);
  });

  it('shows a defect of Tomo as an id, never as a stack', async () => {
    kind('t.defect', ['one'], async (job) => {
      await job.step('one', async () => {
        throw new Error('secret detail at /some/path');
      });
      return undefined;
    });
    worker = await startWorker();
    const { jobId } = await start('t.defect');
    const job = await ended(jobId);
    expect(job).toMatchObject({ status: 'failed', errorCode: 'unexpected' });
    expect(JSON.stringify([job, await linesOf(jobId), await listSteps(database(), jobId)])).not.toContain(
      'secret detail',
    );
  });

  it('is found again by a second start while it waits or runs', async () => {
    let release = () => {};
    kind('t.slow', ['one'], async (job) => {
      await job.step(
        'one',
        () =>
          new Promise((resolve) => {
            release = () => resolve(undefined);
          }),
      );
      return undefined;
    });
    worker = await startWorker();
    const starts = await Promise.all(
      Array.from({ length: 20 }, () => start('t.slow', { dedupeKey: 'same' })),
    );
    expect(new Set(starts.map((job) => job.jobId)).size).toBe(1);
    expect(starts.filter((job) => !job.existing)).toHaveLength(1);
    const jobId = starts[0]?.jobId ?? '';
    while ((await listSteps(database(), jobId))[0]?.status !== 'running')
      await nextChange(jobId, 50, new AbortController().signal);
    release();
    await ended(jobId);
    expect((await start('t.slow', { dedupeKey: 'same' })).existing).toBe(false);
    release();
  });

  it('never runs beside another of its lane', async () => {
    let running = 0;
    let most = 0;
    kind('t.lane', ['one'], async (job) => {
      await job.step('one', async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 20));
        running -= 1;
        return {};
      });
      return undefined;
    });
    worker = await startWorker();
    const jobs = await Promise.all(Array.from({ length: 5 }, () => start('t.lane', { lane: 'server:a' })));
    for (const job of jobs) expect(await ended(job.jobId)).toMatchObject({ status: 'completed' });
    expect(most).toBe(1);
  });

  it('masks every secret it was told of, in each of its spellings', async () => {
    const secret = 'p@ss "word" 12345';
    kind('t.secret', ['one'], async (job) => {
      await job.step('one', async (step) => {
        step.addSecret(new Secret(secret));
        const spellings = [
          secret,
          Buffer.from(secret).toString('base64'),
          encodeURIComponent(secret),
          Buffer.from(secret).toString('hex'),
          JSON.stringify(secret),
        ];
        for (const spelling of spellings) step.log(`before ${spelling} after`, 'INFO', 'stdout');
        return {};
      });
      return undefined;
    });
    worker = await startWorker();
    const { jobId } = await start('t.secret');
    await ended(jobId);
    const text = (await linesOf(jobId)).map((line) => line.message).join('\n');
    expect(text).not.toMatch(/word|12345|cEBzc3|7040737|%40ss/);
    expect(text.match(/before/g)).toHaveLength(5);
  });

  it('masks and bounds what a reason or a summary repeats of a server, in every row', async () => {
    const secret = 'correct horse battery';
    kind('t.told', ['one', 'two'], async (job) => {
      job.addSecret(new Secret(secret));
      await job.step('one', async () => ({ summary: `It printed ${secret}` }));
      await job.step('two', async () => {
        throw new TomoError('unavailable', `The server said: ${secret}${'x'.repeat(100_000)}`, {
          hint: `Look for ${secret}.`,
        });
      });
      return undefined;
    });
    worker = await startWorker();
    const { jobId } = await start('t.told');
    const job = await ended(jobId);
    const told = JSON.stringify([job, await listSteps(database(), jobId), await linesOf(jobId)]);
    expect(job).toMatchObject({ status: 'failed', result: { hint: 'Look for ••••••.' } });
    expect(told).toContain('It printed ••••••');
    expect(told).not.toContain('horse');
    expect(job.errorMessage?.length).toBeLessThan(20_000);
  });

  it('makes control sequences visible text and keeps colour codes', async () => {
    kind('t.ansi', ['one'], async (job) => {
      await job.step('one', async (step) => {
        step.log('\x1b[31mred\x1b[0m \x1b]0;title\x07 \x00 50 %\r100 %', 'INFO', 'stdout');
        return {};
      });
      return undefined;
    });
    worker = await startWorker();
    const { jobId } = await start('t.ansi');
    await ended(jobId);
    expect((await linesOf(jobId))[0]?.message).toBe('100 %');
  });
});

describe('a job that cannot be recorded any further', () => {
  it('ends as interrupted when its lines cannot be stored, and its lane is free again', async () => {
    const lines = {
      ...jobLines,
      async insert() {
        throw new TomoError('unavailable', 'The disk of Tomo is full.', { reason: 'disk_full' });
      },
    };
    kind('t.full', ['one', 'two'], (job) => job.step('one', async () => ({ summary: 'done' })), { lines });
    kind('t.next', ['one'], async () => undefined);
    worker = await startWorker();
    const { jobId } = await start('t.full', { lane: 'server:a' });
    expect(await ended(jobId)).toMatchObject({
      status: 'interrupted',
      errorCode: 'disk_full',
      errorMessage: expect.stringContaining('The disk of Tomo is full.'),
    });
    expect((await listSteps(database(), jobId)).map((step) => step.status)).toEqual([
      'interrupted',
      'skipped',
    ]);
    const next = await start('t.next', { lane: 'server:a' });
    expect(await ended(next.jobId)).toMatchObject({ status: 'completed' });
    expect(await verifyAudit()).toMatchObject({ intact: true, checkedRows: 4 });
  });

  it('ends as interrupted when this version does not understand what it was asked', async () => {
    kind('t.old', ['one'], async () => undefined);
    const { jobId } = await start('t.old');
    kind('t.old', ['one'], async () => undefined, {
      payload: z.strictObject({ n: z.number().min(2) }),
    });
    worker = await startWorker();
    expect(await ended(jobId)).toMatchObject({ status: 'interrupted' });
  });
});

describe('cancelling', () => {
  it('ends a waiting job at once, with an outcome in the ledger', async () => {
    kind('t.wait', ['one'], async () => undefined);
    const { jobId } = await start('t.wait');
    const admin = await person('admin');
    expect(await cancelJob(actorOf(admin), jobId)).toEqual({ ended: true });
    expect(await findJob(database(), jobId)).toMatchObject({ status: 'cancelled' });
    await expect(cancelJob(actorOf(admin), jobId)).rejects.toMatchObject({ code: 'conflict' });
    expect(await verifyAudit()).toMatchObject({ intact: true, checkedRows: 3 });
  });

  it('asks a running job to stop and keeps what it says it left behind', async () => {
    kind('t.run', ['one', 'two'], async (job) => {
      await job.step(
        'one',
        (step) =>
          new Promise((_, reject) =>
            step.signal.addEventListener('abort', () =>
              reject(new Cancelled('One package may be half installed.')),
            ),
          ),
      );
      return undefined;
    });
    worker = await startWorker();
    const { jobId } = await start('t.run');
    while ((await listSteps(database(), jobId))[0]?.status !== 'running')
      await nextChange(jobId, 50, new AbortController().signal);
    const admin = actorOf(await person('admin'));
    await Promise.all([1, 2, 3].map(() => cancelJob(admin, jobId).catch(() => null)));
    expect(await ended(jobId)).toMatchObject({
      status: 'cancelled',
      result: { hint: 'One package may be half installed.' },
    });
    // The start, one cancel however often it was asked for, and the outcome.
    expect(await verifyAudit()).toMatchObject({ intact: true, checkedRows: 3 });
  });
});

describe('after a restart', () => {
  it('a running job is taken up: finished steps are not run again, the open one is', async () => {
    const ran: string[] = [];
    let crash = true;
    kind('t.resume', ['one', 'two'], async (job) => {
      await job.step('one', async () => {
        ran.push('one');
        return { facts: { from: 'first process' } };
      });
      await job.step('two', async (step) => {
        ran.push('two');
        if (!crash) return { summary: String(step.remote.ref?.name) };
        await step.beginRemote({ name: 'kept' });
        step.remoteLine('line before the crash', 21);
        await new Promise(() => {});
        return undefined;
      });
      return undefined;
    });
    worker = await startWorker();
    const { jobId } = await start('t.resume');
    while ((await linesOf(jobId)).length < 2) await nextChange(jobId, 50, new AbortController().signal);
    await worker.stop();
    expect(await findJob(database(), jobId)).toMatchObject({ status: 'running' });
    crash = false;
    worker = await startWorker();
    expect(await ended(jobId)).toMatchObject({ status: 'completed', attempt: 2 });
    expect(ran).toEqual(['one', 'two', 'two']);
    const steps = await listSteps(database(), jobId);
    expect(steps[1]).toMatchObject({ status: 'completed', remoteRef: { name: 'kept' }, remoteOffset: 21 });
    const lines = await linesOf(jobId);
    expect(lines.map((line) => line.seq)).toEqual(lines.map((_, index) => index + 1));
  });

  it.each([
    ['stopped there', true, 'cancelled'],
    ['called unknown when that fails', false, 'interrupted'],
  ])('a cancelled step that still runs on the server is %s', async (_what, stops, status) => {
    const stopped: unknown[] = [];
    const stopRemote = async (_job: unknown, ref: unknown) => {
      if (!stops) throw new Error('unreachable');
      stopped.push(ref);
    };
    const run: Run = async (job) => {
      await job.step('one', async (step) => {
        await step.beginRemote({ name: 'kept' });
        await new Promise(() => {});
        return undefined;
      });
      return undefined;
    };
    kind('t.both', ['one'], run, { stopRemote });
    worker = await startWorker();
    const { jobId } = await start('t.both');
    while (!(await listSteps(database(), jobId))[0]?.remoteRef)
      await nextChange(jobId, 20, new AbortController().signal);
    await worker.stop();
    await cancelJob(actorOf(await person('admin')), jobId);
    worker = await startWorker();
    expect(await ended(jobId)).toMatchObject({ status });
    expect(stopped).toEqual(stops ? [{ name: 'kept' }] : []);
  });

  it('a step is tidied up only when its end is recorded', async () => {
    const seen: unknown[] = [];
    kind('t.tidy', ['one'], async (job) => {
      await job.step('one', async (step) => {
        step.onceRecorded(async () => seen.push((await listSteps(database(), step.jobId))[0]?.status));
        throw new TomoError('unavailable', 'It failed.');
      });
      return undefined;
    });
    worker = await startWorker();
    const { jobId } = await start('t.tidy');
    await ended(jobId);
    expect(seen).toEqual(['failed']);
  });

  it('a runner that lost its fence changes nothing any more', async () => {
    let goOn = () => {};
    kind('t.fence', ['one'], async (job) => {
      await job.step(
        'one',
        () =>
          new Promise((resolve) => {
            goOn = () => resolve({ summary: 'late word' });
          }),
      );
      return undefined;
    });
    worker = await startWorker();
    const { jobId } = await start('t.fence');
    while ((await listSteps(database(), jobId))[0]?.status !== 'running')
      await nextChange(jobId, 50, new AbortController().signal);
    await write((tx) => adoptJob(tx, jobId, 1, { owner: 'other', expiresAt: nowIso(), now: nowIso() }));
    goOn();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await findJob(database(), jobId)).toMatchObject({ status: 'running', attempt: 2 });
    expect(JSON.stringify(await linesOf(jobId))).not.toContain('late word');
  });

  it('what can no longer be found out ends as interrupted, its outcome as unknown', async () => {
    kind('t.gone', ['one'], async (job) => {
      await job.step('one', async () => {
        throw new Interrupted('The server was restarted.', 'Retry.');
      });
      return undefined;
    });
    worker = await startWorker();
    const { jobId } = await start('t.gone');
    expect(await ended(jobId)).toMatchObject({
      status: 'interrupted',
      errorMessage: 'The server was restarted.',
    });
  });
});

describe('the right to run', () => {
  it.each([
    ['disabled', 'operator', false],
    ['made a mere user', 'user', true],
  ] as const)('is asked again when the person was %s meanwhile', async (_what, role, isActive) => {
    let ran = false;
    kind('t.right', ['one'], async () => {
      ran = true;
      return undefined;
    });
    const { jobId } = await start('t.right', { requestedBy: await person(role, isActive) });
    worker = await startWorker();
    expect(await ended(jobId)).toMatchObject({ status: 'failed', errorCode: 'forbidden' });
    expect(ran).toBe(false);
  });
});

describe('following', () => {
  it('gives every line once, from any point, while they arrive', async () => {
    kind('t.many', ['one'], async (job) => {
      await job.step('one', async (step) => {
        for (let index = 0; index < 1_500; index++) {
          step.log(`line ${index}`, 'INFO', 'stdout');
          if (index % 100 === 0) await step.room();
        }
        return {};
      });
      return undefined;
    });
    worker = await startWorker();
    const { jobId } = await start('t.many');
    const follow = async (after: number) => {
      const seqs: number[] = [];
      for await (const event of followJob(jobId, after, AbortSignal.timeout(15_000))) {
        if (event.type === 'lines') seqs.push(...event.lines.map((line) => line.seq));
      }
      return seqs;
    };
    const [all, second] = await Promise.all([follow(0), follow(0)]);
    expect(all).toEqual(Array.from({ length: 1_501 }, (_, index) => index + 1));
    expect(second).toEqual(all);
    expect(await follow(1_400)).toEqual(all.slice(1_400));
  });

  it('ends with the job, also when its last lines were purged, and when there is no such job', async () => {
    kind('t.purged', ['one'], (job) => job.step('one', async () => ({ summary: 'said' })), {
      lines: { ...jobLines, listAfter: async () => [] },
    });
    worker = await startWorker();
    const { jobId } = await start('t.purged');
    await ended(jobId);
    for (const id of [jobId, newId()]) {
      const seen: string[] = [];
      for await (const event of followJob(id, 0, AbortSignal.timeout(3_000))) seen.push(event.type);
      expect(seen.at(-1)).toBe('end');
    }
  });
});

function actorOf(userId: string): Actor {
  return {
    userId,
    username: 'ada',
    displayName: 'Ada',
    role: 'admin',
    sessionId: newId(),
    authAt: nowIso(),
    requestId: null,
    clientIp: null,
    userAgent: null,
  };
}
