import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/db/client';
import { insertJob } from '@/db/jobs/mutations';
import { findJob } from '@/db/jobs/queries';
import type { JobRow } from '@/db/jobs/tables';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import { registerJob } from './define';
import { jobLines } from './job-lines';
import { logAsText } from './log-text';
import { readWindow } from './log-window';
import { searchLog } from './search';
import { followJob } from './tail';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let job: JobRow;
const LINES = 25_000;

beforeAll(async () => {
  fresh = await freshDatabase();
  const id = newId();
  const now = nowIso();
  const row = { id, kind: 't.search', dedupeKey: id, targetLabel: 'web-1', payload: {}, runAfter: now };
  await write(async (tx) => {
    await insertJob(tx, { ...row, status: 'completed', lastLogSeq: LINES, createdAt: now }, []);
    const lines = Array.from({ length: LINES }, (_, index) => ({
      seq: index + 1,
      step: 'job',
      stream: 'stdout' as const,
      level: 'INFO' as const,
      status: 'running' as const,
      message:
        (index + 1) % 12_000 === 0 ? `\u001b[31mNeedle\u001b[0m 100% at ${index + 1}` : `hay ${index + 1}`,
      timestamp: now,
    }));
    await jobLines.insert(tx, id, lines);
  });
  registerJob({
    kind: 't.search',
    payload: { parse: () => ({}) } as never,
    permission: 'servers.operate',
    lines: jobLines,
    steps: () => [],
    run: async () => undefined,
  });
  job = (await findJob(database(), id)) as JobRow;
});
afterAll(() => fresh.close());

const search = (query: string, at?: number) => searchLog(jobLines, job, query, at);

describe('a search over a whole log', () => {
  it('finds every match in any case, and says which of them is meant and what stands beside it', async () => {
    expect(await search('needle')).toMatchObject({
      count: 2,
      position: 1,
      current: 12_000,
      previous: null,
      next: 24_000,
    });
    expect(await search('needle', 12_001)).toMatchObject({
      position: 2,
      current: 24_000,
      previous: 12_000,
      next: null,
    });
    expect(await search('needle', 24_500)).toMatchObject({
      position: 2,
      current: 24_000,
      previous: 12_000,
      next: null,
    });
    expect(await search('absent')).toMatchObject({ count: 0, position: 0, current: null, next: null });
  });

  it('takes every sign as it is', async () => {
    expect((await search('100% at')).count).toBe(2);
    expect((await search('1%at')).count).toBe(0);
    expect((await search('h_y')).count).toBe(0);
    expect((await search('\\')).count).toBe(0);
  });
});

describe('a window of a log', () => {
  it('is bounded wherever it lies, and knows whether more comes before or after it', async () => {
    const end = await readWindow(jobLines, job, {});
    expect([end.lines.length, end.lines.at(-1)?.seq, end.hasEarlier, end.hasLater]).toEqual([
      500,
      LINES,
      true,
      false,
    ]);
    const start = await readWindow(jobLines, job, { after: 0 });
    expect([start.lines[0]?.seq, start.lines.length, start.hasEarlier, start.hasLater]).toEqual([
      1,
      500,
      false,
      true,
    ]);
    const middle = await readWindow(jobLines, job, { before: 9_001 });
    expect([middle.lines[0]?.seq, middle.lines.at(-1)?.seq]).toEqual([8_501, 9_000]);
    const around = await readWindow(jobLines, job, { query: 'needle', at: 13_000 });
    expect(around.lines.length).toBe(500);
    expect(around.at).toBe(24_000);
    expect(around.lines.some(({ seq }) => seq === 24_000)).toBe(true);
    const last = await readWindow(jobLines, job, { at: LINES });
    expect([last.lines.at(-1)?.seq, last.hasLater]).toEqual([LINES, false]);
  });
});

describe('a log as text', () => {
  it('holds every stored line once, in order, without colours', async () => {
    const { name, body } = await logAsText(job.id);
    const lines = (await new Response(body).text()).trimEnd().split('\n');
    expect(name).toMatch(/^t-search-web-1-[\d-]+t[\d-]+\.log$/);
    expect(lines).toHaveLength(LINES);
    expect(lines[11_999]).toMatch(/ job stdout Needle 100% at 12000$/);
    expect(lines.findIndex((line, index) => !line.endsWith(` ${index + 1}`))).toBe(-1);
  });
});

describe('a reader that is far behind', () => {
  const read = async (window?: number) => {
    const seqs: number[] = [];
    const skips: number[] = [];
    for await (const event of followJob(job.id, 0, AbortSignal.timeout(15_000), { window })) {
      if (event.type === 'lines') seqs.push(...event.lines.map(({ seq }) => seq));
      if (event.type === 'skip') skips.push(event.to);
    }
    return { seqs, skips };
  };

  it('gets every line unless it says that it shows a window only', async () => {
    const { seqs, skips } = await read();
    expect([seqs.length, seqs[0], seqs.at(-1), skips]).toEqual([LINES, 1, LINES, []]);
  });

  it('is moved up to the newest lines of its window, and told so', async () => {
    const { seqs, skips } = await read(5_000);
    expect([seqs.length, seqs[0], seqs.at(-1), skips]).toEqual([5_000, 20_001, LINES, [20_000]]);
  });
});
