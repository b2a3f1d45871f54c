import 'server-only';
import { database } from '@/db/client';
import { findJob, listSteps } from '@/db/jobs/queries';
import { nextChange } from './bus';
import { jobDefinition } from './define';
import type { LogLine } from './line';
import { isFinal } from './states';
import { type JobStateView, jobStateView, type StepView, stepView } from './views';

const PAGE_LINES = 500;
const LOOK_AT_LEAST_EVERY_MS = 2_000;

export type TailEvent =
  | { type: 'lines'; lines: LogLine[] }
  | { type: 'steps'; steps: StepView[] }
  | { type: 'state'; state: JobStateView }
  | { type: 'end' };

/**
 * Follows a job from line `after`: first what is stored, then each change as it is stored, until the job has ended and
 * its last line was given, or `signal` aborts. Rows are the source; a missed wake-up costs two seconds, never a line.
 * `seesOutput: false` leaves out lines and words of the server, for people who may see states only.
 */
export async function* followJob(
  jobId: string,
  after: number,
  signal: AbortSignal,
  seesOutput: boolean,
): AsyncGenerator<TailEvent> {
  let cursor = after;
  let seenState = '';
  let seenSteps = '';
  while (!signal.aborted) {
    // Armed before reading: a change between the reading and the waiting is not slept through.
    const waiter = new AbortController();
    const changed = nextChange(jobId, LOOK_AT_LEAST_EVERY_MS, AbortSignal.any([signal, waiter.signal]));
    const job = await findJob(database(), jobId);
    if (!job) {
      waiter.abort();
      yield { type: 'end' };
      return;
    }
    const steps = (await listSteps(database(), jobId)).map((step) => stepView(step, seesOutput));
    if (seesOutput) {
      for (;;) {
        const lines =
          (await jobDefinition(job.kind)?.lines.listAfter(database(), jobId, cursor, PAGE_LINES)) ?? [];
        const last = lines.at(-1);
        if (!last) break;
        yield { type: 'lines', lines };
        cursor = last.seq;
        if (lines.length < PAGE_LINES || signal.aborted) break;
      }
    }
    if (JSON.stringify(steps) !== seenSteps) {
      seenSteps = JSON.stringify(steps);
      yield { type: 'steps', steps };
    }
    const state = jobStateView(job, seesOutput);
    if (JSON.stringify(state) !== seenState) {
      seenState = JSON.stringify(state);
      yield { type: 'state', state };
    }
    // Every line is stored before the end is: what was read after this row is all there is, be it purged in part.
    if (isFinal(job.status)) {
      waiter.abort();
      yield { type: 'end' };
      return;
    }
    await changed;
  }
}
