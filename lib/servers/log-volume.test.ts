import { existsSync, rmSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { database } from '@/db/client';
import { findJob, listJobLinesAfter } from '@/db/jobs/queries';
import { insertServer } from '@/db/servers/mutations';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { startSshd, type TestSshd } from '@/e2e/support/sshd';
import { systemActor } from '@/lib/audit/entry';
import { nextChange, wakeWorker } from '@/lib/jobs/bus';
import { defineJob, registerJob } from '@/lib/jobs/define';
import { enqueueJob } from '@/lib/jobs/enqueue';
import { jobLines } from '@/lib/jobs/job-lines';
import { isFinal } from '@/lib/jobs/states';
import { startWorker } from '@/lib/jobs/worker';
import { newId } from '@/lib/runtime/ids';
import { type RemoteScript, remoteScript } from '@/lib/ssh/command';
import { saveCredential } from './credentials';
import { runDetachedOk } from './detached-step';
import { closeConnections } from './with-server';

/* A step that prints very much, over a real sshd, through the real worker into the real database (LINK-4). */

const MIB = 1024 * 1024;
let sshd: TestSshd;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let worker: Awaited<ReturnType<typeof startWorker>>;
let serverId: string | undefined;
const jobIds: string[] = [];

beforeAll(async () => {
  sshd = await startSshd();
  fresh = await freshDatabase();
});
afterAll(async () => {
  await worker?.stop();
  await closeConnections();
  await fresh.close();
  await sshd.close();
  for (const id of jobIds) rmSync(`/var/lib/tomo/jobs/${id}`, { recursive: true, force: true });
});

async function addServer(): Promise<string> {
  const id = newId();
  const { type, blob } = sshd.hostKeys.ed25519;
  await write(async (tx) => {
    await insertServer(tx, {
      id,
      name: 'web-1',
      host: '127.0.0.1',
      port: sshd.target.port,
      username: sshd.target.username,
      authType: 'key',
      hostKeyType: type,
      hostKeyPublic: blob,
      hostKeyFingerprint: 'SHA256:test',
      hostKeyTrust: 'verified',
    });
    if (sshd.auth.kind !== 'key') throw new Error('The test server takes a key.');
    await saveCredential(tx, id, { authType: 'key', privateKey: sshd.auth.privateKey.reveal() });
  });
  return id;
}

/** Runs one job with one detached step; returns its end and by how much the process grew meanwhile. */
async function runJob(name: string, script: RemoteScript) {
  serverId ??= await addServer();
  const target = serverId;
  registerJob(
    defineJob({
      kind: name,
      payload: z.strictObject({}),
      permission: 'servers.operate',
      lines: jobLines,
      steps: () => ['print'],
      run: async (job) => {
        await job.step('print', async (step) => {
          await runDetachedOk(step, target, {
            script,
            lock: 'shared',
            leaves: 'Nothing.',
            what: 'Printing',
          });
          return undefined;
        });
        return undefined;
      },
    }),
  );
  worker ??= await startWorker();
  const before = process.memoryUsage().rss;
  let peak = before;
  const { jobId } = await write((tx) =>
    enqueueJob(tx, {
      kind: name,
      payload: {},
      lane: null,
      dedupeKey: newId(),
      targetLabel: 'web-1',
      requestedBy: null,
      serverId: target,
      audit: {
        actor: systemActor,
        entityType: 'server',
        entityId: target,
        entityName: 'web-1',
        action: 'connect',
      },
    }),
  );
  jobIds.push(jobId);
  wakeWorker();
  for (;;) {
    const job = await findJob(database(), jobId);
    peak = Math.max(peak, process.memoryUsage().rss);
    if (job && isFinal(job.status)) return { job, grown: peak - before };
    await nextChange(jobId, 200, new AbortController().signal);
  }
}

const databaseBytes = () => statSync(`${fresh.dir}/tomo.db`).size;

describe('G47: a step that prints very much', () => {
  it('200,000 lines are all stored in order, and the process does not grow with them', async () => {
    const script = remoteScript('many', 'seq -f "line %.0f of a very talkative step" 200000');
    const { job, grown } = await runJob('t.many', script);
    expect(job.status).toBe('completed');
    const lines = (await listJobLinesAfter(database(), job.id, 0, 300_000)).filter(
      ({ stream }) => stream === 'stdout',
    );
    expect(lines).toHaveLength(200_000);
    const wrong = lines.find(
      ({ message }, index) => message !== `line ${index + 1} of a very talkative step`,
    );
    expect(wrong).toBeUndefined();
    expect(grown).toBeLessThan(150 * MIB);
    expect(databaseBytes()).toBeLessThan(64 * MIB);
  }, 120_000);

  it('endless output is ended on the server, cut in the middle with its amount, and shown to its last line', async () => {
    const script = remoteScript(
      'endless',
      'yes "the same line again and again, from a loop that nobody ends"',
    );
    const { job, grown } = await runJob('t.endless', script);
    expect(job).toMatchObject({ status: 'failed', errorCode: 'output_limit' });
    const lines = await listJobLinesAfter(database(), job.id, 0, 2_000_000);
    expect(lines.some(({ message }) => /^\[cut [\d,]+ bytes: the output was too much/.test(message))).toBe(
      true,
    );
    // A program that is ended may be ended in the middle of a word.
    const last = lines.filter(({ stream }) => stream === 'stdout').at(-1)?.message ?? '';
    expect(last).toMatch(/^the same l/);
    expect(job.logBytes).toBeLessThanOrEqual(64 * MIB);
    expect(grown).toBeLessThan(150 * MIB);
    expect(databaseBytes()).toBeLessThan(2 * 64 * MIB);
    // Its folder with the huge log is gone from the server.
    expect(existsSync(`/var/lib/tomo/jobs/${job.id}/print`)).toBe(false);
  }, 240_000);
});
