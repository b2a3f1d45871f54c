import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/db/client';
import { insertJob } from '@/db/jobs/mutations';
import { listJobLinesAfter, listSteps } from '@/db/jobs/queries';
import type { jobs } from '@/db/jobs/tables';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { Secret } from '@/lib/crypto/secret';
import { nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import type { LineStore } from './define';
import { jobLines } from './job-lines';
import { LINE_LIMIT_BYTES } from './line';
import { LogWriter } from './log-writer';
import { makeRedactor } from './redact';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let jobId: string;

beforeEach(async () => {
  fresh = await freshDatabase();
  jobId = newId();
  const now = nowIso();
  await write(async (tx) => {
    await insertJob(
      tx,
      {
        id: jobId,
        kind: 't.log',
        status: 'running',
        attempt: 1,
        dedupeKey: jobId,
        targetLabel: 'web-1',
        payload: {},
        runAfter: now,
        createdAt: now,
      } satisfies typeof jobs.$inferInsert,
      [{ id: newId(), key: 'one' }],
    );
  });
});
afterEach(() => fresh.close());

const broken: LineStore = {
  ...jobLines,
  async insert() {
    throw new Error('no space');
  },
};
const writer = (store: LineStore, limitBytes = 1_000_000, redactor = makeRedactor()) =>
  new LogWriter({ id: jobId, attempt: 1, logBytes: 0 }, store, redactor, limitBytes);
const line = (message: string) =>
  ({ step: 'one', status: 'running', stream: 'stdout', level: 'INFO', message }) as const;
const messages = async () =>
  (await listJobLinesAfter(database(), jobId, 0, 10_000)).map((stored) => stored.message);
const offset = async () => (await listSteps(database(), jobId))[0]?.remoteOffset;

describe('the writer of lines', () => {
  it('tells a fast source that lines cannot be stored, instead of letting it wait for ever', async () => {
    const log = writer(broken);
    for (let index = 0; index < 5_000; index++) log.append(line(`line ${index}`));
    await expect(log.room()).rejects.toThrow('no space');
    await expect(log.flush()).rejects.toThrow('no space');
    expect(() => log.append(line('one more'))).toThrow('no space');
  });

  it('remembers how far the remote log is stored, never further', async () => {
    const log = writer(jobLines, 20);
    log.append(line('a line of thirty characters...'), 31);
    await log.flush();
    log.append(line('held back by the cap'), 52);
    log.append({ ...line('said by Tomo'), stream: 'event' });
    await log.flush();
    expect(await messages()).not.toContain('held back by the cap');
    expect(await offset()).toBe(31);
    log.releaseTail('running');
    await log.flush();
    expect(await messages()).toContain('held back by the cap');
    expect(await offset()).toBe(52);
  });

  it('masks a secret that lies across the place where a long line is cut', async () => {
    const redactor = makeRedactor();
    redactor.add(new Secret('correct horse battery staple'));
    const log = writer(jobLines, 1_000_000, redactor);
    log.append(line(`${'x'.repeat(LINE_LIMIT_BYTES - 14)}correct horse battery staple`));
    await log.flush();
    expect((await messages()).join()).not.toContain('correct');
  });
});
