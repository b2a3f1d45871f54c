import 'server-only';

const MAX_FRESH = 8;
const MAX_DOUBTFUL = 4;
const MAX_SLOW = 24;
const SLOW_MS = 2_000;

type Waiting = { doubtful: boolean; enter: () => void; refuse: (error: unknown) => void };

/**
 * Lets at most 8 connects run at once over the fleet, at most 4 of them to hosts that failed last time. A connect that has
 * no answer after 2 s is waiting, not working: it makes room for the next one (24 such at most), so that hosts which
 * swallow packets delay nobody by their full timeout.
 */
export class ConnectGate {
  #fresh = 0;
  #doubtful = 0;
  #slow = 0;
  readonly #waiting: Waiting[] = [];

  counters(): { connecting: number; waiting: number } {
    return { connecting: this.#fresh + this.#slow, waiting: this.#waiting.length };
  }

  /** Runs `connect` when it may. `doubtful`: the host failed last time. Rejects with the reason of `signal` while waiting. */
  async pass<T>(doubtful: boolean, signal: AbortSignal | undefined, connect: () => Promise<T>): Promise<T> {
    await this.#enter(doubtful, signal);
    let slow = false;
    const timer = setTimeout(() => {
      if (this.#slow >= MAX_SLOW) return;
      slow = true;
      this.#slow += 1;
      this.#leave(doubtful);
    }, SLOW_MS);
    try {
      return await connect();
    } finally {
      clearTimeout(timer);
      if (slow) this.#slow -= 1;
      else this.#leave(doubtful);
    }
  }

  /** Turns everybody who waits away with `error`. */
  refuseWaiting(error: unknown): void {
    for (const entry of this.#waiting.splice(0)) entry.refuse(error);
  }

  async #enter(doubtful: boolean, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) throw signal.reason;
    if (!this.#waiting.length && this.#fits(doubtful)) return this.#count(doubtful);
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(signal?.reason);
      };
      const entry: Waiting = {
        doubtful,
        enter: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
        refuse: reject,
      };
      this.#waiting.push(entry);
      signal?.addEventListener('abort', leave, { once: true });
      this.#admit();
    });
  }

  #fits(doubtful: boolean): boolean {
    return this.#fresh < MAX_FRESH && (!doubtful || this.#doubtful < MAX_DOUBTFUL);
  }

  #count(doubtful: boolean): void {
    this.#fresh += 1;
    if (doubtful) this.#doubtful += 1;
  }

  #leave(doubtful: boolean): void {
    this.#fresh -= 1;
    if (doubtful) this.#doubtful -= 1;
    this.#admit();
  }

  // In the order of asking, but a doubtful host in front holds nobody up.
  #admit(): void {
    for (let i = 0; i < this.#waiting.length; ) {
      const entry = this.#waiting[i];
      if (!entry || !this.#fits(entry.doubtful)) {
        i += 1;
        continue;
      }
      this.#waiting.splice(i, 1);
      this.#count(entry.doubtful);
      entry.enter();
    }
  }
}
