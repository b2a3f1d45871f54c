import { createClient, type InValue } from '@libsql/client';
import { newId } from '@/lib/runtime/ids';
import { everyPage } from './bench/targets/pages';
import type { Api } from './journeys/api';
import { firstAdmin } from './journeys/people';
import { stored } from './journeys/stored';
import { Tomo } from './support/app';
import { expect, test } from './support/browser';
import { startSshd, type TestSshd } from './support/sshd';

/**
 * What a page asks of the database does not grow with what it shows: twelve statements, none of them once per row, over thirty
 * rows of everything. On a database that is not in this process each would be a round trip.
 */
const BUDGET = 12;
// The same question about the reader's own session, about a page and about its frame, is no loop.
const REPEATED = 3;
const ROWS = 30;

/** Pages that ask more, and how much they may: none of it once per row. The numbers only ever fall. */
const ABOVE: Record<string, number> = {
  '/activity/[jobId]': 13,
  '/apps/[installedAppId]': 13,
  '/apps/[installedAppId]/metrics': 16,
  '/servers/[serverId]/containers': 15,
  '/servers/[serverId]/settings': 14,
};

type Cost = { statements: number; mostOften?: { text: string; times: number } };

let tomo: Tomo;
let admin: Api;
let sshd: TestSshd;

test.beforeAll(async () => {
  sshd = await startSshd();
  tomo = await Tomo.start({ env: { TOMO_LOG_LEVEL: 'debug' } });
  admin = await firstAdmin(tomo);
});
test.afterAll(async () => {
  await admin?.dispose();
  await tomo?.stop();
  await sshd?.close();
});

test('a page of the console asks twelve questions, however much it shows', {
  tag: ['@screens'],
}, async () => {
  const pages = await everyPage(tomo, admin, { sshd });
  await fill();
  const over: unknown[] = [];
  for (const { page, address } of pages) {
    const answer = await admin.get(address);
    expect([page, answer.status]).toEqual([page, 200]);
    const { statements, mostOften } = await costOf(answer.headers['x-tomo-request-id'] ?? '');
    console.log(String(statements).padStart(3), page, mostOften?.times ?? 1);
    if (statements > (ABOVE[page] ?? BUDGET) || (mostOften?.times ?? 1) > REPEATED)
      over.push({ page, statements, mostOften });
  }
  expect(over).toEqual([]);
});

/** What the request cost, as the log tells it once the answer has gone out. */
async function costOf(requestId: string): Promise<Cost> {
  let cost: Cost | undefined;
  await expect(() => {
    const line = tomo.output
      .split('\n')
      .findLast((text) => text.includes('A request was answered') && text.includes(requestId));
    expect(line).toBeDefined();
    cost = JSON.parse(line ?? '').data as Cost;
  }).toPass({ timeout: 10_000 });
  return cost as Cost;
}

/** Thirty of everything that a page may show, like the one that is there. */
async function fill(): Promise<void> {
  const servers = await more('servers', (index) => ({
    name: `more-${index}`,
    host: `192.0.2.${index + 1}`,
    is_enabled: 0,
  }));
  const [own] = await stored(tomo, "SELECT id FROM servers WHERE name = 'web-1'");
  await more('installed_apps', (index) => ({
    instance_name: `more-${index}`,
    server_id: index % 2 ? String(own?.id) : String(servers[index]),
  }));
  await more('container_metrics', (index) => ({
    container_name: `c-${index}`,
    container_id: `c0ffee${index}`,
  }));
  const jobs = await more('jobs', (index) => ({ dedupe_key: `more ${index}` }));
  for (const job of jobs) await more('job_steps', () => ({ job_id: job }), 1);
  await more('job_logs', (index) => ({ seq: 1_000 + index }));
  await more('sessions', (index) => ({ token_hash: index.toString(16).padStart(64, '0') }), 8);
}

/** Adds rows like the first of a table, with the columns that must differ; returns their ids. */
async function more(table: string, differs: (index: number) => Record<string, InValue>, count = ROWS) {
  const client = createClient({ url: `file:${tomo.dataDir}/tomo.db` });
  try {
    await client.execute('PRAGMA busy_timeout = 10000');
    const { rows, columns } = await client.execute(`SELECT * FROM ${table} LIMIT 1`);
    const like = rows[0];
    if (!like) throw new Error(`${table} has no row to copy`);
    const ids: string[] = [];
    for (let index = 0; index < count; index++) {
      const row: Record<string, InValue> = Object.fromEntries(
        columns.map((name) => [name, like[name] as InValue]),
      );
      Object.assign(row, 'id' in row && { id: newId() }, differs(index));
      const names = Object.keys(row);
      await client.execute({
        sql: `INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})`,
        args: Object.values(row),
      });
      ids.push(String(row.id));
    }
    return ids;
  } finally {
    client.close();
  }
}
