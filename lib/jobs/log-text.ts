import 'server-only';
import { database } from '@/db/client';
import { findJob } from '@/db/jobs/queries';
import { notFound } from '@/lib/runtime/errors';
import { jobDefinition } from './define';
import type { LogLine } from './line';

const PAGE_LINES = 2_000;

/**
 * The whole stored log of a job as plain text, one line each: time, step, stream, message without colours. Read page by
 * page as the reader takes it, so its length costs no memory.
 */
export async function logAsText(jobId: string): Promise<{ name: string; body: ReadableStream<Uint8Array> }> {
  const job = await findJob(database(), jobId);
  const lines = job && jobDefinition(job.kind)?.lines;
  if (!job || !lines) throw notFound('This job');
  const encoder = new TextEncoder();
  let cursor = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const page = await lines.listAfter(database(), jobId, cursor, PAGE_LINES);
        if (page.length > 0) controller.enqueue(encoder.encode(page.map(textOf).join('')));
        cursor = page.at(-1)?.seq ?? cursor;
        if (page.length < PAGE_LINES) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const name = `${job.kind}-${job.targetLabel}-${job.createdAt.slice(0, 16)}`.toLowerCase();
  return { name: `${name.replace(/[^a-z0-9]+/g, '-').slice(0, 100)}.log`, body };
}

function textOf(line: LogLine): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the one control sequence that stored lines may hold.
  const message = line.message.replace(/\x1b\[[0-9;]*m/g, '');
  return `${line.timestamp} ${line.step} ${line.stream} ${message}\n`;
}
