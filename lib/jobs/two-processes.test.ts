import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { database, writerConnection } from '@/db/client';
import { findJob, listJobLinesAfter, listSteps } from '@/db/jobs/queries';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { secondProcess } from '@/e2e/support/process';
import { systemActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { verifyAudit } from '@/lib/audit/verify';
import { singleton } from '@/lib/runtime/singleton';
import { cancelJob } from './cancel';
import { defineJob, registerJob } from './define';
import { enqueueJob } from './enqueue';
import { jobLines } from './job-lines';
import { isFinal } from './states';
import { Cancelled } from './step';
import { followJob } from './tail';
import { startWorker } from './worker';

/* What one process decides, another must not decide again: by rows and constraints, never by what a process remembers. */

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

const audit = {
  actor: systemActor,
  entityType: 'server',
  entityId: 'x',
  entityName: 'web-1',
  action: 'connect',
} as const;

/** The same in every process of a test: a kind of job with one step. */
function register(run: Parameters<typeof defineJob>[0]['run']): void {
  registerJob(
    defineJob({
      kind: 't.two',
      payload: z.strictObject({}),
      permission: 'servers.operate',
      lines: jobLines,
      steps: () => ['one'],
      run: run as never,
    }),
  );
}

const start = () =>
  write((tx) =>
    enqueueJob(tx, {
      kind: 't.two',
      payload: {},
      lane: 'server:x',
      dedupeKey: 't.two:x',
      targetLabel: 'web-1',
      requestedBy: null,
      audit,
    }),
  );

/** What a second process needs to do the same. */
const other = (body: string) =>
  secondProcess(`
    import { z } from 'zod';
    import { write } from '@/db/write';
    import { enqueueJob } from '@/lib/jobs/enqueue';
    import { defineJob, registerJob } from '@/lib/jobs/define';
    import { jobLines } from '@/lib/jobs/job-lines';
    import { startWorker } from '@/lib/jobs/worker';
    import { systemActor } from '@/lib/audit/entry';
    import { recordAudit } from '@/lib/audit/record';
    const audit = { actor: systemActor, entityType: 'server', entityId: 'x', entityName: 'web-1', action: 'connect' };
    const register = (run) => registerJob(defineJob({ kind: 't.two', payload: z.strictObject({}),
      permission: 'servers.operate', lines: jobLines, steps: () => ['one'], run }));
    const start = () => write((tx) => enqueueJob(tx, { kind: 't.two', payload: {}, lane: 'server:x',
      dedupeKey: 't.two:x', targetLabel: 'web-1', requestedBy: null, audit }));
    ${body}`);

describe('two processes over one database', () => {
  it('G34 append 500 entries each to one chain that does not fork', async () => {
    const append =
      'for (let n = 0; n < 500; n++) await write((tx) => recordAudit(tx, { ...audit, changeReason: String(n) }));';
    const second = other(`console.log('begins');${append}process.exit(0);`);
    await second.firstLine;
    for (let n = 0; n < 500; n++) await write((tx) => recordAudit(tx, { ...audit, changeReason: String(n) }));
    await second.output;
    expect(await verifyAudit()).toMatchObject({ intact: true, checkedRows: 1_000, verifiedTo: 1_000 });
  }, 90_000);

  it('G44 start one job, however many clicks come at once to either', async () => {
    register(async () => undefined);
    const clicks =
      'const all = await Promise.all(Array.from({ length: 20 }, start)); console.log(JSON.stringify(all)); process.exit(0);';
    const second = other(`register(async () => undefined); console.log('ready'); ${clicks}`);
    await second.firstLine;
    const here = await Promise.all(Array.from({ length: 20 }, start));
    const there = JSON.parse((await second.output).split('\n')[1] ?? '[]') as typeof here;
    const all = [...here, ...there];
    expect(all).toHaveLength(40);
    expect(new Set(all.map(({ jobId }) => jobId)).size).toBe(1);
    expect(all.filter(({ existing }) => !existing)).toHaveLength(1);
    const { rows } = await writerConnection().execute(
      "SELECT (SELECT count(*) FROM jobs) AS jobs, (SELECT count(*) FROM audit_log WHERE outcome = 'intent') AS intents",
    );
    expect(rows[0]).toMatchObject({ jobs: 1, intents: 1 });
  }, 60_000);

  it('G40 a job whose process was killed is finished by another with an owner of its own', async () => {
    register(async (job) => {
      await job.step('one', async (step) => {
        step.log('finished by the second');
        return undefined;
      });
      return undefined;
    });
    const { jobId } = await start();
    const second = other(`
      register(async (job) => { await job.step('one', async (step) => {
        step.log('begun by the first');
        setTimeout(() => console.log('in the step'), 500);
        await new Promise(() => setInterval(() => {}, 1000));
      }); });
      await startWorker();`);
    await second.firstLine;
    second.kill();
    await second.output.catch(() => undefined);
    const left = await findJob(database(), jobId);
    expect(left).toMatchObject({ status: 'running', attempt: 1 });
    worker = await startWorker();
    for await (const event of followJob(jobId, 0, AbortSignal.timeout(15_000)))
      if (event.type === 'end') break;
    const job = await findJob(database(), jobId);
    expect(job).toMatchObject({ status: 'completed', attempt: 2 });
    expect((await listSteps(database(), jobId)).map(({ status }) => status)).toEqual(['completed']);
    const messages = (await listJobLinesAfter(database(), jobId, 0, 100)).map(({ message }) => message);
    expect(messages.filter((message) => message.startsWith('begun'))).toHaveLength(1);
    expect(messages.filter((message) => message.startsWith('finished'))).toHaveLength(1);
  }, 60_000);
});

describe('a process in which nobody hears a wake-up', () => {
  /** Events that lead nowhere, as between two processes. */
  class Deaf extends EventEmitter {
    override emit(): boolean {
      return false;
    }
  }

  it('starts, follows and cancels jobs all the same, late by one look at the rows', async () => {
    singleton('jobs.bus', () => new Deaf());
    register(async (job) => {
      await job.step('one', async (step) => {
        for (let line = 1; line <= 300; line++) step.log(`line ${line}`);
        await new Promise<void>((resolve) => step.signal.addEventListener('abort', () => resolve()));
        throw new Cancelled('Nothing is left.');
      });
      return undefined;
    });
    worker = await startWorker();
    const { jobId } = await start();
    const seqs: number[] = [];
    let cancelled = false;
    const actor = { ...systemActor, userId: null, sessionId: 's', role: 'admin' } as never;
    for await (const event of followJob(jobId, 0, AbortSignal.timeout(30_000))) {
      if (event.type === 'lines') seqs.push(...event.lines.map(({ seq }) => seq));
      if (seqs.length >= 300 && !cancelled) {
        cancelled = true;
        await cancelJob(actor, jobId);
      }
    }
    const job = await findJob(database(), jobId);
    expect(job?.status).toBe('cancelled');
    expect(isFinal(job?.status ?? 'running')).toBe(true);
    expect(seqs).toEqual(Array.from({ length: job?.lastLogSeq ?? 0 }, (_, index) => index + 1));
  }, 60_000);
});
