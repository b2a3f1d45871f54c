import 'server-only';
import { database } from '@/db/client';
import { findJob, listSteps } from '@/db/jobs/queries';
import { monotonicMs } from '@/lib/runtime/clock';
import { type JobChange, watchJob } from './bus';
import { jobDefinition } from './define';
import type { LogLine } from './line';
import { isFinal } from './states';
import { type JobStateView, jobStateView, type StepView, stepView } from './views';

const PAGE_LINES = 500;
const LOOK_AT_LEAST_EVERY_MS = 2_000;

const everything: JobChange = { whole: true, linesTo: 0, lines: [] };

export type TailEvent =
  | { type: 'lines'; lines: LogLine[] }
  /** Lines up to `to` are left out: the reader is so far behind that its window would not hold them anyway. */
  | { type: 'skip'; to: number }
  | { type: 'steps'; steps: StepView[] }
  | { type: 'state'; state: JobStateView }
  | { type: 'end' };

export type TailOptions = { seesOutput?: boolean; lines?: boolean; window?: number };

/**
 * Follows a job from line `after`: first what is stored, then each change as it is stored, until the job has ended and
 * its last line was given, or `signal` aborts. Rows are the source; a missed wake-up costs two seconds, never a line.
 * `seesOutput: false` leaves out lines and words of the server, for people who may see states only; `lines: false` the lines
 * alone. With `window` a reader that falls behind by more lines than that is moved up to the newest ones.
 */
export async function* followJob(
  jobId: string,
  after: number,
  signal: AbortSignal,
  { seesOutput = true, lines: wantsLines = true, window = Number.POSITIVE_INFINITY }: TailOptions = {},
): AsyncGenerator<TailEvent> {
  const watch = watchJob(jobId);
  let cursor = after;
  let kind = '';
  let newest = 0;
  let seenState = '';
  let seenSteps = '';
  let lookAgainAt = 0;
  try {
    for (let change = everything; !signal.aborted; ) {
      // Lines come far more often than anything else: then the rest is read every two seconds only.
      const whole = change.whole || monotonicMs() >= lookAgainAt;
      const job = whole ? await findJob(database(), jobId) : undefined;
      if (whole && !job) {
        yield { type: 'end' };
        return;
      }
      const steps = whole && (await listSteps(database(), jobId)).map((step) => stepView(step, seesOutput));
      if (job) {
        kind = job.kind;
        lookAgainAt = monotonicMs() + LOOK_AT_LEAST_EVERY_MS;
      }
      newest = Math.max(newest, job?.lastLogSeq ?? 0, change.linesTo);
      if (seesOutput && wantsLines) {
        if (newest - cursor > window) {
          cursor = newest - window;
          yield { type: 'skip', to: cursor };
        }
        const lines = freshLines(change, cursor, newest) ?? (await storedLines(kind, jobId, cursor));
        if (lines.length > 0) yield { type: 'lines', lines };
        cursor = lines.at(-1)?.seq ?? cursor;
        if (lines.length === PAGE_LINES) {
          // There are more; the row is read again, because a slow reader may need to be moved up meanwhile.
          change = everything;
          continue;
        }
      }
      if (steps && JSON.stringify(steps) !== seenSteps) {
        seenSteps = JSON.stringify(steps);
        yield { type: 'steps', steps };
      }
      if (job) {
        const state = jobStateView(job, seesOutput);
        if (JSON.stringify(state) !== seenState) {
          seenState = JSON.stringify(state);
          yield { type: 'state', state };
        }
        // Every line is stored before the end is: what was read after this row is all there is, be it purged in part.
        if (isFinal(job.status)) {
          yield { type: 'end' };
          return;
        }
      }
      change = await watch.next(lookAgainAt - monotonicMs(), signal);
    }
  } finally {
    watch.leave();
  }
}

/** The lines after `cursor` where the writer handed all of them on with the news of them: then nobody reads them again. */
function freshLines({ lines }: JobChange, cursor: number, newest: number): LogLine[] | undefined {
  const first = lines[0]?.seq ?? Number.POSITIVE_INFINITY;
  if (first > cursor + 1 || lines.at(-1)?.seq !== newest) return undefined;
  return lines.slice(cursor + 1 - first);
}

async function storedLines(kind: string, jobId: string, cursor: number): Promise<LogLine[]> {
  return (await jobDefinition(kind)?.lines.listAfter(database(), jobId, cursor, PAGE_LINES)) ?? [];
}
