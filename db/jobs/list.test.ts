import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { database, writerConnection } from '@/db/client';
import { type JobFilter, listJobs } from '@/db/jobs/queries';
import { ormOver } from '@/db/orm';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';

/* The list of activity over 100,000 jobs: what it asks the database must not grow with them. */

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
const JOBS = 100_000;

beforeAll(async () => {
  fresh = await freshDatabase();
  // One in a thousand failed, one in a hundred is a preparation, the rest are checks; two share each moment.
  await write((tx) =>
    tx.run(sql`
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${JOBS})
      INSERT INTO jobs (id, kind, status, dedupe_key, target_label, payload, run_after, created_at)
      SELECT printf('00000000-0000-7000-8000-%012d', i),
        iif(i % 100 = 0, 'server.prepare', 'server.check'), iif(i % 1000 = 0, 'failed', 'completed'), 'k' || i, 'web-1', '{}',
        '2026-01-01T00:00:00.000Z', strftime('%Y-%m-%dT%H:%M:%S.000Z', 1767225600 + i / 2, 'unixepoch')
      FROM n`),
  );
}, 60_000);
afterAll(() => fresh.close());

/** Reads one page and notes every statement with its plan. */
async function page(filter: JobFilter, limit = 26) {
  const plans: string[] = [];
  const reader = ormOver({
    async execute(statement) {
      const { sql: text, args } = statement as { sql: string; args: [] };
      const { rows } = await writerConnection().execute({ sql: `EXPLAIN QUERY PLAN ${text}`, args });
      plans.push(text, ...rows.map((row) => String(row.detail)));
      return writerConnection().execute(statement);
    },
  });
  return { rows: await listJobs(reader, filter, limit), plans };
}

const before = { createdAt: '2026-01-01T06:00:00.000Z', id: '00000000-0000-7000-8000-000000043201' };
const filters: [string, JobFilter][] = [
  ['everything', {}],
  ['a page in the middle', { before }],
  ['failures', { status: ['failed'] }],
  ['what runs', { status: ['pending', 'running'] }],
  ['two states, later page', { status: ['failed', 'completed'], before }],
  ['one kind', { kind: ['server.prepare'] }],
  ['failures of one kind', { kind: ['server.prepare'], status: ['failed'], before }],
  ['of one server', { serverId: '00000000-0000-7000-8000-000000000001' }],
  ['of one person', { requestedBy: '00000000-0000-7000-8000-000000000002' }],
  ['of Tomo, since a day', { requestedBy: null, since: '2026-01-01T06:00:00.000Z' }],
];

describe('the list of 100,000 jobs', () => {
  it.each(filters)(
    '%s: neither reads the whole table nor counts, skips or sorts it',
    async (_what, filter) => {
      const { plans } = await page(filter);
      for (const plan of plans) {
        expect(plan).not.toMatch(/SCAN jobs(?! USING INDEX)/);
        expect(plan).not.toMatch(/\bcount\(|\boffset\b/i);
        expect(plan).not.toMatch(/TEMP B-TREE FOR ORDER BY/);
        expect(plan).not.toMatch(/payload|"result"/);
      }
    },
  );

  it('gives every job of a filter once, newest first, page by page', async () => {
    for (const filter of [
      { status: ['failed', 'interrupted'] },
      { kind: ['server.prepare'] },
    ] as JobFilter[]) {
      const seen: string[] = [];
      for (let cursor: JobFilter['before']; ; ) {
        const { rows } = await page({ ...filter, before: cursor }, 60);
        seen.push(...rows.map(({ id }) => id));
        const last = rows.at(-1);
        if (rows.length < 60 || !last) break;
        cursor = { createdAt: last.createdAt, id: last.id };
      }
      const column = filter.kind ? sql`kind = 'server.prepare'` : sql`status = 'failed'`;
      const wanted = await database().all<{ id: string }>(
        sql`SELECT id FROM jobs WHERE ${column} ORDER BY created_at DESC, id DESC`,
      );
      expect(seen).toEqual(wanted.map(({ id }) => id));
    }
  });
});
