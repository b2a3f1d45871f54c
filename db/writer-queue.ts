import 'server-only';
import { AsyncResource } from 'node:async_hooks';
import { singleton } from '@/lib/runtime/singleton';

export type Lane = 'interactive' | 'upkeep' | 'bulk';

/** Runs tasks one after another, first come first served; those of a later lane only while none of an earlier one waits. */
class WriterQueue {
  readonly #waiting: Record<Lane, (() => Promise<void>)[]> = { interactive: [], upkeep: [], bulk: [] };
  #draining: Promise<void> | undefined;

  /** Resolves or rejects as `task` does, once it had its turn. */
  run<T>(lane: Lane, task: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      // Bound to its caller: else it would run in the request that happened to wake the queue, with that one's cookies.
      const turn = AsyncResource.bind(() => task().then(resolve, reject));
      this.#waiting[lane].push(turn);
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when nothing runs or waits. */
  async idle(): Promise<void> {
    while (this.#draining) await this.#draining;
  }

  async #drain(): Promise<void> {
    // Callers of the same tick line up first, so that the lanes decide and not the order of calls.
    await Promise.resolve();
    for (let turn = this.#next(); turn; turn = this.#next()) await turn();
    this.#draining = undefined;
  }

  #next() {
    const { interactive, upkeep, bulk } = this.#waiting;
    return interactive.shift() ?? upkeep.shift() ?? bulk.shift();
  }
}

/** The one queue of this process. */
export function writerQueue(): WriterQueue {
  return singleton('writer-queue', () => new WriterQueue());
}
