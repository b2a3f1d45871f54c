import { singleton } from './singleton';
import type { Work } from './work';

/** What the front and the application tell each other: two module graphs of one process. */
export type Life = {
  /** The boot, from the moment it begins; rejects with the one line that says why Tomo cannot start. */
  boot: Promise<void> | undefined;
  /** Whether the process is on its way out. */
  stopping: boolean;
  /** Printed once as a link, while no user exists. */
  setupToken: string | undefined;
  /** What to end before the process goes, last started first. */
  stoppers: (() => Promise<void>)[];
  /** Whether requests can be answered in full: database writable, keys there, not stopping. */
  isReady: () => Promise<boolean>;
  /** Writes a CRITICAL entry before the process ends. */
  logFatal: ((message: string, error: unknown) => void) | undefined;
  /** What is still done when the process ends by an error: the ledger's head is remembered outside the database. */
  lastWords: (() => Promise<void>) | undefined;
  /** Told of every request at its end, while the log level is `debug`. */
  answered: ((work: Work, milliseconds: number) => void) | undefined;
};

/** The record of this process. Before the boot has finished nothing is ready. */
export function life(): Life {
  return singleton('life', () => ({
    boot: undefined,
    stopping: false,
    setupToken: undefined,
    stoppers: [],
    isReady: async () => false,
    logFatal: undefined,
    lastWords: undefined,
    answered: undefined,
  }));
}
