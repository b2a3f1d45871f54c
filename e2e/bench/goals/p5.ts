import { readFileSync } from 'node:fs';
import { stored } from '@/e2e/journeys/stored';
import { commitPerLine } from '../anchors/commit-per-line';
import { debian } from '../anchors/debian';
import { sshTail } from '../anchors/ssh-tail';
import { column, contest } from '../contest';
import type { Bench, Goal } from '../goal';
import type { Measure } from '../line';
import { quantile } from '../numbers';
import { startTalkingApp } from '../targets/app-lines';
import { startPrintingJob } from '../targets/job-lines';
import { preparedServer } from '../targets/lab-server';
import type { Arrivals, LineWriter } from '../targets/line-writer';
import { startTomo } from '../targets/signed-in';

const RATE = 100;
const LINES = 300;
const FLOOD = { rate: 1000, seconds: 60 };

/** A line that a job prints on a server, stored first, to whoever watches it. */
export const goal: Goal = {
  id: 'P5',
  title: 'remote line to browser',
  async measure(bench) {
    const version = debian('openssh-client')['openssh-client'];
    const { tomo, admin } = await startTomo(bench);
    const serverId = await preparedServer(bench, tomo, admin);
    const live = await liveTail(bench, await startTalkingApp(bench, tomo, admin, serverId), version);
    const job = await startPrintingJob(bench, tomo, admin, serverId);
    const anchor = await sshTail(bench, await commitPerLine(bench));
    bench.say('measuring');
    const both = async () => {
      const inBrowser = job.browser.of(silent, LINES, RATE);
      const byProgram = await percentiles(job.client, job.writer);
      const late = await inBrowser;
      return { ...byProgram, browser: quantile(late, 0.99) };
    };
    const kept = await contest(bench.rounds, {
      ours: both,
      again: both,
      anchor: () => percentiles(anchor.arrivals, anchor.writer),
    });
    const compared: Measure = {
      id: 'P5b',
      what: `perf P5 job line, stored first, p50 at ${RATE}/s`,
      unit: 'ms',
      ours: column(kept.ours, 'p50'),
      again: column(kept.again, 'p50'),
      anchor: {
        name: 'ssh tail -f, one commit a line',
        command: anchor.command,
        version,
        values: column(kept.anchor, 'p50'),
      },
      goal: { kind: 'ratio', atMost: 3 },
      notes: `p99 ${quantile(column(kept.ours, 'p99'), 0.5).toFixed(1)} ms, anchor ${quantile(column(kept.anchor, 'p99'), 0.5).toFixed(1)} ms`,
    };
    bench.say(`${FLOOD.rate} lines a second for ${FLOOD.seconds} s`);
    const before = pssMb(tomo.pid);
    const wanted = FLOOD.rate * FLOOD.seconds;
    const inBrowser = job.browser.of(silent, wanted, FLOOD.rate);
    const came = await job.client.of(job.writer, wanted, FLOOD.rate);
    const shown = await inBrowser;
    const [row] = await stored(
      tomo,
      "SELECT count(*) AS n FROM preparation_logs WHERE message LIKE 'bench %'",
    );
    const turns = 2 * (bench.rounds + 1);
    const inStore = Number(row?.n) - turns * LINES;
    return [
      ...live,
      compared,
      {
        id: 'P5c',
        what: 'perf P5 the same, p99 in Chromium',
        unit: 'ms',
        ours: column(kept.ours, 'browser'),
        goal: { kind: 'limit', atMost: 50 },
      },
      {
        id: 'P5d',
        what: `perf P5 ${FLOOD.rate} lines/s, ${FLOOD.seconds} s: lost`,
        unit: '',
        ours: [3 * wanted - came.length - shown.length - inStore],
        goal: { kind: 'count', atMost: 0 },
        notes: `p99 ${quantile(came, 0.99).toFixed(0)} ms by program, ${quantile(shown, 0.99).toFixed(0)} ms in Chromium`,
      },
      {
        id: 'P5e',
        what: 'perf P5 memory of the server afterwards, more by',
        unit: 'MB',
        ours: [pssMb(tomo.pid) - before],
        goal: { kind: 'limit', atMost: 20 },
      },
    ];
  },
};

/** (a): lines of a container, which nobody stores, beside OpenSSH's own `tail -f`. */
async function liveTail(
  bench: Bench,
  app: { writer: LineWriter; client: Arrivals },
  version: string | undefined,
): Promise<Measure[]> {
  const anchor = await sshTail(bench, () => {});
  bench.say('measuring the log of an app');
  const ours = () => percentiles(app.client, app.writer);
  const kept = await contest(bench.rounds, {
    ours,
    again: ours,
    anchor: () => percentiles(anchor.arrivals, anchor.writer),
  });
  const line = (quantileName: 'p50' | 'p99', atMost: number): Measure => ({
    id: 'P5a',
    what: `perf P5 live tail, ${quantileName} at ${RATE}/s`,
    unit: 'ms',
    ours: column(kept.ours, quantileName),
    again: column(kept.again, quantileName),
    anchor: {
      name: 'ssh tail -f',
      command: anchor.command,
      version,
      values: column(kept.anchor, quantileName),
    },
    goal: { kind: 'ratio', atMost },
  });
  return [line('p50', 3), line('p99', 5)];
}

/** The second reader of a turn that the first one lets the writer print. */
const silent: LineWriter = { command: '', go: async () => 0, stop: async () => {} };

async function percentiles(arrivals: Arrivals, writer: LineWriter) {
  const late = await arrivals.of(writer, LINES, RATE);
  return { p50: quantile(late, 0.5), p99: quantile(late, 0.99) };
}

/** Memory of a process that it does not share, and its part of what it does. */
function pssMb(pid: number): number {
  const [, kB] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
  return Number(kB) / 1024;
}
