import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/db/client';
import { freshDatabase } from '@/e2e/support/database';
import { eventually } from '@/e2e/support/eventually';
import { sleep } from '@/lib/runtime/clock';
import { asWork } from '@/lib/runtime/work';
import { type Stall, watchLoop } from './watch-loop';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let watching: ReturnType<typeof watchLoop>;
let told: Stall[];

beforeEach(async () => {
  fresh = await freshDatabase();
  told = [];
  watching = watchLoop({ tell: (stall) => told.push(stall), afterMs: 0 });
  // The loop turns a few times before anything stops it, as it does in a process that serves.
  await sleep(100);
});
afterEach(async () => {
  await watching.stop();
  await fresh.close();
});

/** Computes until this process itself has used that much of the processor. */
function compute(milliseconds: number): void {
  const before = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1_000 > milliseconds) return;
  }
}

const first = async () => {
  await eventually('it is told', () => told.length > 0);
  return told[0];
};

describe('a moment in which nobody is answered', () => {
  it('is told with the job that was at work', async () => {
    await asWork('job app.install', async () => compute(300));
    expect(await first()).toMatchObject({ atWork: ['job app.install'], query: undefined, others: 0 });
    expect(told[0]?.milliseconds).toBeGreaterThan(100);
  });

  it('is told with the statement that took it', async () => {
    const many =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT max(i) FROM n';
    await asWork('GET /servers', () => Promise.all([database().all(many), database().all('SELECT 1')]));
    expect(await first()).toMatchObject({ atWork: ['GET /servers'], query: many });
  });

  it('is told once a minute, not once each', async () => {
    compute(300);
    await first();
    compute(300);
    await sleep(1_500);
    expect(told).toHaveLength(1);
  });
});
