import 'server-only';
import type { LogFrame } from '@/lib/docker/frames';
import { cleanLine } from '@/lib/jobs/line';
import type { LogEntry } from './entry';

/** What is kept of a line while it has no end. More than is shown, so that a secret is never cut before it is masked. */
const KEPT_BYTES = 64 * 1024;
/** `2026-11-24T09:33:22.123456789Z ` with room for an offset. */
const LONGEST_STAMP = 48;
const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) /;
const LINE_FEED = 10;
const SPACE = 32;

/**
 * Puts the log of one container together again: takes its frames, gives whole lines with the time that the engine wrote
 * before each. A long line comes as several messages, each with a time; the first counts. `redact` masks before anything is
 * cut. Lines without end keep their first 64 KiB.
 */
export class StampedLines {
  readonly #open = { stdout: newLine(), stderr: newLine() };

  constructor(
    private readonly service: string,
    private readonly redact: (text: string) => string,
  ) {}

  /** Lines that this piece completes. */
  push({ stream, chunk, begins }: LogFrame): LogEntry[] {
    const lines: LogEntry[] = [];
    if (begins) this.#open[stream].stamping = true;
    for (let at = 0; at < chunk.length; ) {
      const line = this.#open[stream];
      if (line.stamping) at = takeStamp(line, chunk, at);
      const feed = chunk.indexOf(LINE_FEED, at);
      const end = feed === -1 ? chunk.length : feed;
      keep(line, chunk.subarray(at, end));
      at = end;
      if (feed === -1) break;
      at += 1;
      lines.push(this.#finish(stream));
    }
    return lines;
  }

  /** What was written last, without an end of line. */
  end(): LogEntry[] {
    return (['stdout', 'stderr'] as const).flatMap((stream) => {
      const { parts, stamp, stampBytes } = this.#open[stream];
      return parts.length > 0 || stamp !== '' || stampBytes.length > 0 ? [this.#finish(stream)] : [];
    });
  }

  #finish(stream: LogEntry['stream']): LogEntry {
    const line = this.#open[stream];
    if (line.stampBytes.length > 0) settleStamp(line);
    const text = Buffer.concat(line.parts).toString('utf8');
    const lost = line.lost > 0 ? ` [${line.bytes + line.lost} bytes in all]` : '';
    this.#open[stream] = newLine();
    return { at: line.stamp, service: this.service, stream, text: cleanLine(this.redact(text)) + lost };
  }
}

type OpenLine = {
  parts: Buffer[];
  bytes: number;
  lost: number;
  stamp: string;
  /** A time may stand next, as far as it has come. */
  stamping: boolean;
  stampBytes: Buffer;
};

function newLine(): OpenLine {
  return { parts: [], bytes: 0, lost: 0, stamp: '', stamping: true, stampBytes: Buffer.alloc(0) };
}

/** Takes the time at the begin of a message; returns where its text begins. */
function takeStamp(line: OpenLine, chunk: Buffer, from: number): number {
  const space = chunk.subarray(from, from + LONGEST_STAMP).indexOf(SPACE);
  const to = space === -1 ? Math.min(chunk.length, from + LONGEST_STAMP) : from + space + 1;
  line.stampBytes = Buffer.concat([line.stampBytes, chunk.subarray(from, to)]);
  if (space !== -1 || line.stampBytes.length >= LONGEST_STAMP) settleStamp(line);
  return to;
}

/** What looks like no time was text already. */
function settleStamp(line: OpenLine): void {
  const taken = line.stampBytes;
  const stamp = STAMP.exec(taken.toString('latin1'))?.[1];
  line.stamping = false;
  line.stampBytes = Buffer.alloc(0);
  if (stamp === undefined) keep(line, taken);
  else if (line.stamp === '') line.stamp = stamp;
}

function keep(line: OpenLine, part: Buffer): void {
  const room = KEPT_BYTES - line.bytes;
  if (part.length > room) line.lost += part.length - Math.max(0, room);
  if (part.length === 0 || room <= 0) return;
  // The piece belongs to a buffer of the connection.
  line.parts.push(Buffer.from(part.subarray(0, room)));
  line.bytes += Math.min(room, part.length);
}
