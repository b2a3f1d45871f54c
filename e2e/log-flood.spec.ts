import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Api } from './journeys/api';
import { jobEnd, type Started } from './journeys/jobs';
import { addServerDirectly } from './journeys/servers';
import { expect, test } from './journeys/test';
import { startSshd, type TestSshd } from './support/sshd';

/**
 * Output faster than anybody reads, followed live in a browser: the page stays usable, holds a bounded part of it and ends at
 * its last line, and other pages are answered meanwhile. What is measured is printed; asserted is its order of magnitude,
 * because tests share the machine with whatever else runs on it.
 */
const LINES = 9_500;
const WINDOW = 5_000;
// Rows that are part of the page: what is near the view, not what the window holds.
const DRAWN = 1_500;

const OTHER_PAGES = ['/servers', '/activity', '/apps', '/'];

let sshd: TestSshd;
test.use({ settings: { 'servers.commands_enabled': true, 'metrics.enabled': false } });
test.beforeEach(async () => {
  sshd = await startSshd();
});
test.afterEach(() => sshd.close());

for (const rate of [2_000, 4_000]) {
  test(`G47 ${rate} lines a second are followed by a page that stays usable, beside pages that are answered`, {
    tag: ['@wire'],
  }, async ({ page, admin }) => {
    const privateKey = sshd.auth.kind === 'key' ? sshd.auth.privateKey.reveal() : '';
    const serverId = await addServerDirectly(admin, { name: `loud-${rate}`, ...sshd.target, privateKey });
    // A page that nobody has opened since the start is loaded first, which is not what is asked here.
    for (const other of OTHER_PAGES) await admin.get(other);
    const flood = await prepareFlood(admin, serverId, rate);
    await page.goto(`/activity/${flood.jobId}`);
    await page.locator('[data-wire="live"]').waitFor();
    const tasks = await watchTasks(page);

    flood.begin();
    const asked = await answersUntil(admin, jobEnd(admin, flood.jobId, 100_000));
    await expect(page.locator('[data-wire="ended"]')).toBeVisible({ timeout: 60_000 });
    const longest = Math.max(0, ...(await tasks()));
    console.log(
      `${rate} lines/s: longest task ${Math.round(longest)} ms; other pages p95 ${quantile(asked, 0.95)} ms of ${asked.length}`,
    );
    expect(longest, 'the longest task of the page').toBeLessThan(5_000);
    expect(quantile(asked, 0.95), 'other pages').toBeLessThan(5_000);

    await expect(page.getByText(`line ${LINES} of a service`)).toBeVisible();
    expect(await page.locator('[data-seq]').count()).toBeLessThan(DRAWN);
    await page.getByRole('button', { name: 'Follow' }).waitFor({ state: 'detached' });
    const held = await page.getByRole('link', { name: /earlier/i }).getAttribute('href');
    expect(Number(/before=(\d+)/.exec(held ?? '')?.[1])).toBeGreaterThan(LINES - WINDOW);
  });
}

/** A command that prints at that pace once `begin` was called, and the job that runs it. */
async function prepareFlood(admin: Api, serverId: string, rate: number) {
  const gate = path.join(tmpdir(), `tomo-flood-${randomUUID()}`);
  const command = `until [ -e ${gate} ]; do sleep 0.1; done
perl -e 'use Time::HiRes qw(time sleep); $| = 1; my $begun = time;
for my $i (1 .. ${LINES}) {
  printf "line %d of a service that says very much about nothing at all, over and over\\n", $i;
  next if $i % 40; my $rest = $begun + $i / ${rate} - time; sleep $rest if $rest > 0 }'`;
  const { body, text } = await admin.post<{ started: Started[] }>('/api/v1/commands', {
    serverIds: [serverId],
    command,
    as: 'account',
    timeoutSeconds: 90,
  });
  const jobId = body.started?.[0]?.jobId;
  if (!jobId) throw new Error(`no job was started: ${text}`);
  return {
    jobId,
    begin() {
      writeFileSync(gate, '');
      setTimeout(() => rmSync(gate, { force: true }), 5_000).unref();
    },
  };
}

/** The durations in milliseconds of all tasks of the page from now on that take longer than 50 ms. */
async function watchTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { longTasks: tasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ entryTypes: ['longtask'] });
  });
  return () => page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
}

/** How long other pages took until `end`, in milliseconds. */
async function answersUntil(admin: Api, end: Promise<unknown>): Promise<number[]> {
  let over = false;
  const ended = end.finally(() => {
    over = true;
  });
  const took: number[] = [];
  for (let turn = 0; !over; turn++) {
    const begun = performance.now();
    const { status } = await admin.get(OTHER_PAGES[turn % OTHER_PAGES.length] ?? '/');
    expect(status).toBe(200);
    took.push(Math.round(performance.now() - begun));
  }
  await ended;
  return took;
}

function quantile(values: number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
