import 'server-only';
import { noteLogSize, reserveLines, updateStep } from '@/db/jobs/mutations';
import { type Tx, write } from '@/db/write';
import { monotonicMs, nowIso } from '@/lib/runtime/clock';
import { wakeReaders } from './bus';
import type { LineStore } from './define';
import { cleanLine, type LogLine, type NewLine } from './line';
import { capLog, isOver, type LogSize } from './log-cap';
import type { makeRedactor } from './redact';

const BATCH_LINES = 200;
// Between two commits of lines that come fast; of lines that come one by one, as long as the last commit took.
const BATCH_EVERY_MS = 20;
const ONE_BY_ONE = 2;
// Above one of these, writers of the remote side are paused.
const HIGH_WATER_LINES = 2_000;
const HIGH_WATER_CHARACTERS = 4 * 1024 * 1024;

type Draft = Omit<NewLine, 'seq' | 'timestamp'>;
type Waiting = Omit<NewLine, 'seq'> & { offset?: number };

/** The fence was lost: another process runs this job now, and this one must stop without a trace. */
export class FenceLostError extends Error {
  constructor() {
    super('Another runner took this job over.');
    this.name = 'FenceLostError';
  }
}

/**
 * The only writer of a job's lines: redacts, cleans, numbers, caps and batches them. A lone line is committed at once;
 * lines arriving meanwhile form the next batch. With a line goes the byte offset in the remote log after it, committed
 * together, so that a follower that comes back neither loses nor doubles a line.
 */
export class LogWriter {
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;
  #failure: unknown;
  #waitingCharacters = 0;
  #size: LogSize;

  constructor(
    private readonly job: { id: string; attempt: number } & LogSize,
    private readonly store: LineStore,
    private readonly redactor: ReturnType<typeof makeRedactor>,
    private readonly limitBytes: number,
  ) {
    this.#size = { logBytes: job.logBytes, logCut: job.logCut };
  }

  /** Queues one line; `offset` is the position in the remote log behind it. */
  append(draft: Draft, offset?: number): void {
    this.#throwIfFailed();
    // Masked first: cleaning cuts and escapes, and a part of a secret would no longer be recognised.
    const message = cleanLine(this.redactor.redact(draft.message));
    this.#waiting.push({ ...draft, message, timestamp: nowIso(), offset });
    this.#waitingCharacters += message.length;
    this.#flushing ??= this.#flushSoon();
  }

  /** Nothing when there is room for more lines, else a promise of it: slow storage pauses a fast remote side. */
  room(): Promise<void> | undefined {
    this.#throwIfFailed();
    return this.#isHigh() ? this.#untilLow() : undefined;
  }

  async #untilLow(): Promise<void> {
    while (this.#flushing && this.#isHigh()) await this.#flushing;
    this.#throwIfFailed();
  }

  /** Resolves when every queued line is stored. */
  async flush(): Promise<void> {
    while (this.#flushing) await this.#flushing;
    this.#throwIfFailed();
  }

  #isHigh(): boolean {
    return this.#waiting.length > HIGH_WATER_LINES || this.#waitingCharacters > HIGH_WATER_CHARACTERS;
  }

  async #flushSoon(): Promise<void> {
    try {
      // Lets the lines of one chunk arrive together; the first commit starts in the same turn of the loop.
      await new Promise((resolve) => setImmediate(resolve));
      // After a failure nothing more is stored: an offset behind lines that are lost would hide their loss.
      while (this.#waiting.length > 0 && !this.#failure) {
        const batch = this.#waiting.splice(0, BATCH_LINES);
        for (const line of batch) this.#waitingCharacters -= line.message.length;
        const began = monotonicMs();
        await this.#commit(batch);
        if (this.#waiting.length === 0 || this.#waiting.length >= BATCH_LINES) continue;
        const took = monotonicMs() - began;
        const pause = batch.length > ONE_BY_ONE ? BATCH_EVERY_MS : Math.min(took, BATCH_EVERY_MS);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    } catch (error) {
      this.#failure = error;
    } finally {
      this.#flushing = undefined;
    }
  }

  async #commit(batch: Waiting[]): Promise<void> {
    const bytes = batch.reduce(
      (sum, line) => sum + Buffer.byteLength(line.message) + this.store.lineBytes,
      0,
    );
    const offsets = new Map<string, number>();
    for (const line of batch) if (line.offset !== undefined) offsets.set(line.step, line.offset);
    let rows: NewLine[] = [];
    this.#size = await write(
      async (tx) => {
        const { id, attempt } = this.job;
        const grown = { ...this.#size, logBytes: this.#size.logBytes + bytes };
        const first = await reserveLines(tx, id, attempt, batch.length, grown.logBytes);
        if (first === undefined) throw new FenceLostError();
        rows = batch.map(({ offset: _offset, ...line }, index) => ({ ...line, seq: first + index }));
        await this.store.insert(tx, this.job.id, rows);
        for (const [step, offset] of offsets)
          await updateStep(tx, this.job.id, step, { remoteOffset: offset });
        return this.#cap(tx, grown, first + batch.length - 1);
      },
      { lane: 'bulk' },
    );
    wakeReaders(this.job.id, rows.map(asRead));
    const lastSeq = rows.at(-1)?.seq ?? 0;
    // Long lines may push out many short ones; the file must not grow meanwhile.
    while (isOver(this.#size, this.limitBytes)) {
      const before = this.#size.logBytes;
      this.#size = await write((tx) => this.#cap(tx, this.#size, lastSeq), { lane: 'bulk' });
      if (this.#size.logBytes === before) break;
    }
  }

  async #cap(tx: Tx, size: LogSize, lastSeq: number): Promise<LogSize> {
    const capped = await capLog(tx, this.job, this.store, size, lastSeq, this.limitBytes);
    if (capped !== size && !(await noteLogSize(tx, this.job.id, this.job.attempt, capped)))
      throw new FenceLostError();
    return capped;
  }

  #throwIfFailed(): void {
    if (this.#failure) throw this.#failure;
  }
}

/** A line as a line store gives it back. */
function asRead({ seq, step, stream, level, message, timestamp }: NewLine): LogLine {
  return { seq, step, stream, level, message, timestamp };
}
