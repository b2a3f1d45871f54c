/** A command of the `tomo` program. */
export type Command = {
  /** Its words, for example `reset-password USER`. */
  usage: string;
  summary: string;
  /** Runs with what follows the command's name; undefined means: not called like that. */
  run(words: string[]): Promise<Outcome | undefined>;
};

/** What to print, and whether it went well. */
export type Outcome = { text: string; ok: boolean };

export function done(text: string): Outcome {
  return { text, ok: true };
}

export function failed(text: string): Outcome {
  return { text, ok: false };
}
