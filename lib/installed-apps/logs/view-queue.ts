import 'server-only';
import type { LogEntry, LogState } from './entry';
import type { LogViewer } from './source';

const MOST_LINES = 2_000;
const MOST_CHARACTERS = 2 ** 20;

/** What is taken out at once: lines, how many were too many before them, and states that changed. */
export type Batch = { lines: LogEntry[]; skipped: number; states: LogState[] };

/** Holds what sources tell one viewer until the viewer has room: bounded, the oldest lines go first and are counted. */
export class ViewQueue implements LogViewer {
  #lines: LogEntry[] = [];
  #characters = 0;
  #skipped = 0;
  #states = new Map<string, LogState>();
  #wake: (() => void) | undefined;

  lines(lines: readonly LogEntry[], skipped: number): void {
    this.#lines.push(...lines);
    for (const { text } of lines) this.#characters += text.length;
    this.#skipped += skipped;
    while (this.#lines.length > MOST_LINES || this.#characters > MOST_CHARACTERS) {
      const gone = this.#lines.splice(0, Math.ceil(this.#lines.length / 4));
      for (const { text } of gone) this.#characters -= text.length;
      this.#skipped += gone.length;
    }
    this.#wake?.();
  }

  state(state: LogState): void {
    this.#states.set(state.service, state);
    this.#wake?.();
  }

  /** Resolves when there is something to take, or when `signal` aborts. */
  async filled(signal: AbortSignal): Promise<void> {
    if (this.#lines.length > 0 || this.#skipped > 0 || this.#states.size > 0 || signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    this.#wake = undefined;
  }

  /** Everything there is. */
  take(): Batch {
    const batch = { lines: this.#lines, skipped: this.#skipped, states: [...this.#states.values()] };
    this.#lines = [];
    this.#characters = 0;
    this.#skipped = 0;
    this.#states.clear();
    return batch;
  }
}
