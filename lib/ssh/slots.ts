import 'server-only';

/** A fixed number of places, handed out in the order of asking. */
export class Slots {
  #free: number;
  readonly #waiting: { grant: () => void; refuse: (error: unknown) => void }[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Places that nobody has. */
  get free(): number {
    return this.#free;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves with the function that gives the place back (callable twice). Rejects with the reason of `signal`. */
  async take(signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted) throw signal.reason;
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(signal);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = this.#waiting.shift();
      if (next) next.grant();
      else this.#free += 1;
    };
  }

  /** Turns everybody who waits away with `error`. */
  refuseWaiting(error: unknown): void {
    for (const entry of this.#waiting.splice(0)) entry.refuse(error);
  }

  #wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(signal?.reason);
      };
      const entry = {
        grant: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
        refuse: (error: unknown) => {
          signal?.removeEventListener('abort', leave);
          reject(error);
        },
      };
      this.#waiting.push(entry);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
