import 'server-only';
import { Suspense } from 'react';
import type { LogLine } from '@/lib/jobs/line';
import { loadJobTail } from '@/lib/jobs/loaders';
import { sleep } from '@/lib/runtime/clock';
import { LogLineRow } from './log-line-row';
import { jobMessages } from './messages';

// A response of this size is long enough to read; the link at its end goes on from there.
const MOST_LINES = 2_000;
// Each batch is rendered by itself, and with scripts nobody sees it: the live stream took over. Faster than this no eye follows.
const BATCH_EVERY_MS = 250;

type StreamedLinesProps = {
  jobId: string;
  after: number;
  /** How long the response may stay open. A streamed component is not stopped when its reader leaves, so it stops itself. */
  windowMs: number;
};

/** New lines of a job as part of the page itself: readable without scripts, bounded in time, ending in a link that goes on. */
export async function StreamedLines({ jobId, after, windowMs }: StreamedLinesProps) {
  const tail = await loadJobTail(jobId, after, AbortSignal.timeout(windowMs));
  return <Next batches={linesOnly(tail)} last={after} />;
}

async function Next({ batches, last }: { batches: AsyncGenerator<LogLine[]>; last: number }) {
  const { value, done } = await batches.next();
  if (done || !value) {
    return (
      <p className="hidden px-4 pt-2 font-sans noscript:block">
        <a href={`?after=${last}`} className="text-accent-ink">
          {jobMessages.continueFrom(last + 1)}
        </a>
      </p>
    );
  }
  return (
    <>
      {value.map((line) => (
        <LogLineRow key={line.seq} line={line} wrap={true} />
      ))}
      <Suspense fallback={null}>
        <Next batches={batches} last={value.at(-1)?.seq ?? last} />
      </Suspense>
    </>
  );
}

async function* linesOnly(tail: Awaited<ReturnType<typeof loadJobTail>>): AsyncGenerator<LogLine[]> {
  let sent = 0;
  for await (const event of tail) {
    if (event.type !== 'lines') continue;
    yield event.lines;
    sent += event.lines.length;
    if (sent >= MOST_LINES) return;
    await sleep(BATCH_EVERY_MS);
  }
}
