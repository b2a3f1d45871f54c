import 'server-only';
import { isTomoError } from '@/lib/runtime/errors';
import { abortedError } from './errors';

/**
 * One bound around an exchange: fires when `milliseconds` are over, when the caller's `signal` aborts, or by `fail`.
 * Its reason is always the error to throw. `end()` releases timer and listener; every user calls it in `finally`.
 */
export class Limit {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #outer: AbortSignal | undefined;
  readonly #onOuter = () => {
    const reason: unknown = this.#outer?.reason;
    // An outer limit already says in words what happened.
    this.fail(isTomoError(reason) ? reason : abortedError(reason));
  };

  constructor(milliseconds: number, outer: AbortSignal | undefined, onTime: () => Error) {
    this.#outer = outer;
    // Node fires timers beyond 2³¹ ms at once; so long is for ever here.
    if (milliseconds < 2 ** 31) this.#timer = setTimeout(() => this.fail(onTime()), milliseconds);
    if (outer?.aborted) this.#onOuter();
    else outer?.addEventListener('abort', this.#onOuter, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Fires the limit with `error` as its reason; later causes are ignored. */
  fail(error: unknown): void {
    if (!this.signal.aborted) this.#controller.abort(error);
  }

  /** Resolves or rejects with `work`, or rejects with the reason of the limit, whatever comes first. */
  async race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    if (signal.aborted) {
      work.catch(() => {});
      throw signal.reason;
    }
    let onAbort = () => {};
    const fired = new Promise<never>((_, reject) => {
      onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([work, fired]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      work.catch(() => {});
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#onOuter);
  }
}
