import 'server-only';
import { monotonicMs } from '@/lib/runtime/clock';

/** The steps of a connect in their order: find the address, reach the port, check the host key, sign in. */
export type Stage = 'resolve' | 'tcp' | 'host_key' | 'sign_in';
export type StageReport = { stage: Stage; durationMs: number };

/** Knows which step a connect is in and reports each one with its milliseconds when it is done. */
export class StageClock {
  current: Stage = 'resolve';
  #since = monotonicMs();
  readonly #report: ((report: StageReport) => void) | undefined;

  constructor(report?: (report: StageReport) => void) {
    this.#report = report;
  }

  /** Ends `stage` (once) and goes on with `next`. */
  done(stage: Stage, next: Stage = stage): void {
    if (this.current !== stage) return;
    const now = monotonicMs();
    const durationMs = Math.round((now - this.#since) * 10) / 10;
    this.current = next;
    this.#since = now;
    this.#report?.({ stage, durationMs });
  }
}
