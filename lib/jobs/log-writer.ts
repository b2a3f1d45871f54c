import 'server-only';
import { reserveLines, updateStep } from '@/db/jobs/mutations';
import { write } from '@/db/write';
import { nowIso } from '@/lib/runtime/clock';
import { wakeReaders } from './bus';
import type { LineStore } from './define';
import { cleanLine, type NewLine } from './line';
import type { makeRedactor } from './redact';

const BATCH_LINES = 200;
const BATCH_EVERY_MS = 20;
const TAIL_KEPT_LINES = 500;
// Above this many waiting lines, writers of the remote side are paused.
const HIGH_WATER_LINES = 2_000;

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
  #stored = 0;
  #tail: Waiting[] = [];
  #cutLines = 0;
  #cutBytes = 0;

  constructor(
    private readonly job: { id: string; attempt: number; logBytes: number },
    private readonly store: LineStore,
    private readonly redactor: ReturnType<typeof makeRedactor>,
    private readonly limitBytes: number,
  ) {
    this.#stored = job.logBytes;
  }

  /** Queues one line; `offset` is the position in the remote log behind it. */
  append(draft: Draft, offset?: number): void {
    this.#throwIfFailed();
    // Masked first: cleaning cuts and escapes, and a part of a secret would no longer be recognised.
    const message = cleanLine(this.redactor.redact(draft.message));
    const line: Waiting = { ...draft, message, timestamp: nowIso(), offset };
    if (this.#stored > this.limitBytes && draft.stream !== 'event') this.#keepTail(line);
    else this.#waiting.push(line);
    this.#stored += Buffer.byteLength(message) + 1;
    this.#flushing ??= this.#flushSoon();
  }

  /** Resolves when there is room for more lines: slow storage pauses a fast remote side. */
  async room(): Promise<void> {
    while (this.#flushing && this.#waiting.length > HIGH_WATER_LINES) await this.#flushing;
    this.#throwIfFailed();
  }

  /** Resolves when every queued line is stored. */
  async flush(): Promise<void> {
    while (this.#flushing) await this.#flushing;
    this.#throwIfFailed();
  }

  /** Writes what the cap held back: one line that says how much was cut, then the last lines. Call at the end of a step. */
  releaseTail(status: NewLine['status']): void {
    if (this.#cutLines === 0 && this.#tail.length === 0) return;
    const step = this.#tail.at(-1)?.step ?? 'job';
    if (this.#cutLines > 0) {
      const message = `[cut ${this.#cutBytes} bytes in ${this.#cutLines} lines: the log of one run is limited to ${Math.round(this.limitBytes / 1048576)} MiB]`;
      this.#waiting.push({ step, status, stream: 'event', level: 'WARNING', message, timestamp: nowIso() });
    }
    this.#waiting.push(...this.#tail);
    this.#tail = [];
    this.#cutLines = 0;
    this.#cutBytes = 0;
    this.#flushing ??= this.#flushSoon();
  }

  #keepTail(line: Waiting): void {
    this.#tail.push(line);
    if (this.#tail.length <= TAIL_KEPT_LINES) return;
    const cut = this.#tail.shift();
    this.#cutLines += 1;
    this.#cutBytes += Buffer.byteLength(cut?.message ?? '') + 1;
  }

  async #flushSoon(): Promise<void> {
    try {
      // Lets the lines of one chunk arrive together; the first commit starts in the same turn of the loop.
      await new Promise((resolve) => setImmediate(resolve));
      // After a failure nothing more is stored: an offset behind lines that are lost would hide their loss.
      while (this.#waiting.length > 0 && !this.#failure) {
        const batch = this.#waiting.splice(0, BATCH_LINES);
        await this.#commit(batch);
        if (this.#waiting.length > 0 && this.#waiting.length < BATCH_LINES)
          await new Promise((resolve) => setTimeout(resolve, BATCH_EVERY_MS));
      }
    } catch (error) {
      this.#failure = error;
    } finally {
      this.#flushing = undefined;
    }
  }

  async #commit(batch: Waiting[]): Promise<void> {
    const bytes = batch.reduce((sum, line) => sum + Buffer.byteLength(line.message) + 1, 0);
    // Only of stored lines: what the tail still holds is read again after a crash, not lost.
    const offsets = new Map<string, number>();
    for (const line of batch) if (line.offset !== undefined) offsets.set(line.step, line.offset);
    await write(
      async (tx) => {
        const first = await reserveLines(tx, this.job.id, this.job.attempt, batch.length, bytes);
        if (first === undefined) throw new FenceLostError();
        const rows = batch.map(({ offset: _offset, ...line }, index) => ({ ...line, seq: first + index }));
        await this.store.insert(tx, this.job.id, rows);
        for (const [step, offset] of offsets)
          await updateStep(tx, this.job.id, step, { remoteOffset: offset });
      },
      { lane: 'bulk' },
    );
    wakeReaders(this.job.id);
  }

  #throwIfFailed(): void {
    if (this.#failure) throw this.#failure;
  }
}
