import 'server-only';
import { insertLogEntries } from '@/db/logs/mutations';
import { write } from '@/db/write';
import { nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import { singleton } from '@/lib/runtime/singleton';
import type { LogEntry } from './entry';

const BATCH = 200;
const FLUSH_EVERY_MS = 1000;
const KEPT = 2000;
const REPEAT_WINDOW_MS = 60_000;

type Repeat = { entry: LogEntry; since: number; count: number };

/** Entries on their way to `log_entries`. Bounded: when the database is away for long, the oldest are lost, not memory. */
class LogStore {
  #waiting: LogEntry[] = [];
  #repeats = new Map<string, Repeat>();
  #flushing: Promise<void> | undefined;

  /** Takes an entry and returns the id under which it is found: its own, or that of the same one shortly before. */
  add(entry: LogEntry): string {
    const key = `${entry.level} ${entry.source} ${entry.message} ${errorText(entry.data)}`;
    const repeat = this.#repeats.get(key);
    if (repeat && Date.now() - repeat.since < REPEAT_WINDOW_MS) {
      repeat.count += 1;
      return repeat.entry.id;
    }
    this.#repeats.set(key, { entry, since: Date.now(), count: 0 });
    this.#push(entry);
    return entry.id;
  }

  flush(): Promise<void> {
    this.#sumRepeats();
    this.#flushing ??= this.#writeAll().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  /** An error that comes a thousand times is one entry and one count. */
  #sumRepeats(): void {
    for (const [key, { entry, since, count }] of this.#repeats) {
      if (Date.now() - since < REPEAT_WINDOW_MS) continue;
      this.#repeats.delete(key);
      if (count === 0) continue;
      const message = `${entry.message} (${count} more times)`;
      this.#push({ ...entry, id: newId(), timestamp: nowIso(), message });
    }
  }

  #push(entry: LogEntry): void {
    this.#waiting.push(entry);
    if (this.#waiting.length > KEPT) this.#waiting.shift();
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, BATCH);
      const rows = batch.map(({ data, ...columns }) => ({ ...columns, tags: [], extraData: data ?? null }));
      await write((tx) => insertLogEntries(tx, rows), { lane: 'upkeep' });
      const written = new Set(batch);
      this.#waiting = this.#waiting.filter((entry) => !written.has(entry));
    }
  }
}

/** The one store of this process. Entries wait in it until `startLogStore`. */
export function logStore(): LogStore {
  return singleton('log.store', () => new LogStore());
}

/** Writes waiting entries every second from now on, and all of them at `stop`. */
export function startLogStore(): { stop(): Promise<void> } {
  const flush = () =>
    logStore()
      .flush()
      // The next second tries again; standard output has the entry in any case.
      .catch(() => undefined);
  const timer = setInterval(flush, FLUSH_EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}

function errorText(data: unknown): string {
  const error = (data as { error?: { message?: unknown } } | null)?.error;
  return typeof error?.message === 'string' ? error.message : '';
}
