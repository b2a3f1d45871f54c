import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/db/client';
import { insertJob } from '@/db/jobs/mutations';
import { findJob, listJobLinesAfter, listSteps } from '@/db/jobs/queries';
import type { jobs } from '@/db/jobs/tables';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { Secret } from '@/lib/crypto/secret';
import { nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import type { LineStore } from './define';
import { jobLines } from './job-lines';
import { LINE_LIMIT_BYTES } from './line';
import type { LogSize } from './log-cap';
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
const nothing: LogSize = { logBytes: 0, logCut: null };
const writer = (store: LineStore, limitBytes = 1_000_000, redactor = makeRedactor(), size = nothing) =>
  new LogWriter({ id: jobId, attempt: 1, ...size }, store, redactor, limitBytes);
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
    const log = writer(jobLines);
    log.append(line('a line of thirty characters...'), 31);
    await log.flush();
    expect(await offset()).toBe(31);
    log.append({ ...line('said by Tomo'), stream: 'event' });
    await log.flush();
    expect(await offset()).toBe(31);
  });

  it('G47 keeps the first eighth and the end of a long log, and says how much is gone between them', async () => {
    const limit = 400_000;
    const log = writer(jobLines, limit);
    const all = Array.from({ length: 10_000 }, (_, index) => `line ${index + 1} of many`);
    for (const text of all) log.append(line(text));
    log.append({ ...line('Done.'), stream: 'event' });
    await log.flush();
    const stored = await listJobLinesAfter(database(), jobId, 0, 20_000);
    const texts = stored.map(({ message }) => message);
    const mark = texts.findIndex((text) => text.startsWith('[cut '));
    const end = texts.slice(mark + 1, -1);
    expect(texts.slice(0, mark)).toEqual(all.slice(0, mark));
    expect(end).toEqual(all.slice(-end.length));
    const gone = all.slice(mark, all.length - end.length);
    expect(texts[mark]).toContain(`[cut ${gone.join('').length.toLocaleString('en-US')} bytes`);
    const size = (lines: string[]) => lines.reduce((sum, text) => sum + text.length + jobLines.lineBytes, 0);
    expect(size(texts)).toBeLessThanOrEqual(limit + 200);
    expect(size(texts.slice(0, mark))).toBeGreaterThan(limit / 8);
    expect(size(end)).toBeGreaterThan(limit * 0.7);
    expect(stored.at(-1)).toMatchObject({ seq: 10_001, message: 'Done.' });
    expect((await findJob(database(), jobId))?.logBytes).toBeLessThanOrEqual(limit);
  });

  it('never cuts what Tomo said, and goes on cutting where an earlier process stopped', async () => {
    const limit = 100_000;
    const log = writer(jobLines, limit);
    for (let index = 0; index < 1_000; index++) log.append(line(`first ${index}`));
    log.append({ ...line('a step ended'), stream: 'event' });
    await log.flush();
    const { logBytes, logCut } = (await findJob(database(), jobId)) ?? {};
    const again = writer(jobLines, limit, makeRedactor(), {
      logBytes: logBytes ?? 0,
      logCut: logCut ?? null,
    });
    for (let index = 0; index < 1_000; index++) again.append(line(`second ${index}`));
    // Long lines push out many short ones.
    for (let index = 0; index < 3; index++) again.append(line('x'.repeat(15_000)));
    await again.flush();
    const texts = await messages();
    expect(texts.filter((text) => text.startsWith('[cut '))).toHaveLength(1);
    expect(texts).toContain('a step ended');
    expect(texts).not.toContain('first 999');
    expect((await findJob(database(), jobId))?.logBytes).toBeLessThanOrEqual(limit);
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
