import 'server-only';
import type { LogCut } from '@/db/jobs/tables';
import type { Tx } from '@/db/write';
import type { LineStore } from './define';

/** What the log of a job takes in the file, and what was cut out of it. */
export type LogSize = { logBytes: number; logCut: LogCut | null };

// Of the limit, this part belongs to the beginning; the rest follows the end.
const HEAD_PART = 1 / 8;
const LINES_AT_ONCE = 300;

/** Whether lines must go before more may come. */
export function isOver({ logBytes }: LogSize, limitBytes: number): boolean {
  return logBytes > limitBytes;
}

/**
 * Holds a log to its limit (LINK-4): the first eighth stays, and of the rest the oldest output gives way to new lines, at
 * most 300 lines a call. The first line that goes becomes the one that says how much is gone. What Tomo itself said is
 * never cut. Returns the size after it; the same object when there is nothing to cut.
 */
export async function capLog(
  tx: Tx,
  job: { id: string },
  store: LineStore,
  size: LogSize,
  lastSeq: number,
  limitBytes: number,
): Promise<LogSize> {
  const head = size.logBytes >= limitBytes * HEAD_PART ? { mark: null, to: lastSeq, bytes: 0 } : null;
  const cut = size.logCut ?? head;
  if (!cut || !isOver(size, limitBytes)) return cut === size.logCut ? size : { ...size, logCut: cut };
  const oldest = await store.outputSizes(tx, job.id, cut.to, LINES_AT_ONCE);
  const going = upTo(oldest, size.logBytes - limitBytes, store.lineBytes);
  const [first, last] = [going.at(0), going.at(-1)];
  if (!first || !last) return size;
  const bytes = cut.bytes + going.reduce((sum, line) => sum + line.bytes, 0);
  const mark = cut.mark ?? first.seq;
  await store.mark(tx, job.id, mark, cutSentence(bytes, limitBytes));
  await store.deleteOutput(tx, job.id, { from: first.seq, to: last.seq });
  const freed = going.reduce((sum, line) => sum + line.bytes + store.lineBytes, 0);
  return { logBytes: size.logBytes - freed, logCut: { mark, to: last.seq, bytes } };
}

function upTo(lines: { seq: number; bytes: number }[], wanted: number, lineBytes: number) {
  let freed = 0;
  const enough = lines.findIndex((line) => {
    freed += line.bytes + lineBytes;
    return freed >= wanted;
  });
  return enough === -1 ? lines : lines.slice(0, enough + 1);
}

function cutSentence(bytes: number, limitBytes: number): string {
  const mebibytes = limitBytes / 1024 / 1024;
  const head = Math.round(mebibytes * HEAD_PART * 10) / 10;
  const rest = Math.round(mebibytes * (1 - HEAD_PART) * 10) / 10;
  return `[cut ${bytes.toLocaleString('en-US')} bytes: the log of one job keeps its first ${head} and its last ${rest} MiB]`;
}
