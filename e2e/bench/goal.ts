import type { Measure } from './line';

/** What a goal gets to work with. */
export type Bench = {
  /** Rounds that count; one more warms up. */
  rounds: number;
  /** A short path of its own for sockets, configuration and logs, removed afterwards. */
  scratch: string;
  /** Whether the server of the lab is up. */
  lab: boolean;
  /** Says what is going on, on stderr. */
  say(what: string): void;
  /** Called when the goal is over, last first, whatever came of it. */
  afterwards(tidy: () => unknown): void;
};

export type Goal = {
  id: string;
  title: string;
  /** Throws `Skip` where this machine cannot measure it. */
  measure(bench: Bench): Promise<Measure[]>;
};
