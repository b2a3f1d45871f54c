import 'server-only';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { logWarning } from '@/lib/log/logger';
import { monotonicMs } from '@/lib/runtime/clock';
import { recentStatements, recentWorks } from '@/lib/runtime/work';

const LOOK_EVERY_MS = 1_000;
const RESOLUTION_MS = 20;
const STALL_MS = 50;
const QUIET_MS = 60_000;
const NAMED = 5;
// Meanwhile nobody waits for an answer yet.
const START_TAKES_MS = 10_000;

/** A moment in which nobody was answered. */
export type Stall = {
  milliseconds: number;
  /** How long this process computed in that second; much less means that the machine was busy with something else. */
  computedMs: number;
  /** What was at work in that second: requests and jobs, the latest first. */
  atWork: string[];
  /** The statement that was waited for during most of it, without its values. */
  query: string | undefined;
  /** How many others there were since the last one was told. */
  others: number;
};

/**
 * Tells, once a minute at most, when the process could not answer for more than 50 ms, and what it was doing. A pause in
 * which the process computed less than that is the machine's and is not told.
 */
export function watchLoop({
  tell = tellLog,
  afterMs = START_TAKES_MS,
}: {
  tell?: (stall: Stall) => void;
  afterMs?: number;
} = {}): { stop(): Promise<void> } {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  let used = process.cpuUsage();
  let lookedAt = monotonicMs();
  let toldAt = Number.NEGATIVE_INFINITY;
  let untold = 0;
  const begin = monotonicMs() + afterMs;
  const timer = setInterval(() => {
    const milliseconds = Math.round(delays.max / 1e6) - RESOLUTION_MS;
    const { user, system } = process.cpuUsage(used);
    const since = lookedAt;
    delays.reset();
    used = process.cpuUsage();
    lookedAt = monotonicMs();
    const computedMs = Math.round((user + system) / 1_000);
    if (milliseconds <= STALL_MS || computedMs <= STALL_MS || lookedAt < begin) return;
    if (lookedAt - toldAt < QUIET_MS) {
      untold += 1;
      return;
    }
    const query = queryOf(milliseconds, since);
    tell({ milliseconds, computedMs, atWork: atWorkSince(since), query, others: untold });
    toldAt = lookedAt;
    untold = 0;
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      delays.disable();
    },
  };
}

function atWorkSince(moment: number): string[] {
  const works = [...recentWorks()].filter(({ activeAt }) => activeAt >= moment);
  const latestFirst = works.sort((left, right) => right.activeAt - left.activeAt).map(({ what }) => what);
  return [...new Set(latestFirst)].slice(0, NAMED);
}

/** Those that waited behind it took as long, but ended later. */
function queryOf(milliseconds: number, since: number): string | undefined {
  const took = ({ began, ended }: { began: number; ended: number }) => ended - Math.max(began, since);
  return recentStatements().find((ran) => ran.ended >= since && took(ran) >= milliseconds / 2)?.text;
}

function tellLog({ milliseconds, computedMs, atWork, query, others }: Stall): void {
  logWarning('system', 'Nobody was answered for a moment', {
    milliseconds,
    computedMs,
    atWork,
    ...(query !== undefined && { duringQuery: query }),
    ...(others > 0 && { othersSinceTheLast: others }),
  });
}
