/** One line that a container wrote, as viewers get it: redacted, printable, and cut where it was endless. */
export type LogEntry = {
  /** When the engine took it, RFC 3339 with nanoseconds; empty while the engine gave none. */
  at: string;
  service: string;
  stream: 'stdout' | 'stderr';
  text: string;
};

/** Where the log of a service stands: what was just read is all there is, or more comes. */
export type LogState = {
  service: string;
  /**
   * `opening` until the first answer; `live` while more may come; `ended` when its container does not run; `missing` without
   * a container; `unreadable` when the engine keeps nothing; `unreachable` when server or engine do not answer.
   */
  phase: 'opening' | 'live' | 'ended' | 'missing' | 'unreadable' | 'unreachable';
  /** In words, where there is something to say. */
  message?: string;
  hint?: string;
  /** The container has a terminal: what it writes on stderr cannot be told from stdout. */
  terminal?: boolean;
};

/** Most lines that one answer holds, and that a viewer keeps. */
export const MOST_LINES = 5_000;
