/**
 * A known cause: what the output shows, one plain sentence, and one action. Rules are data; `rules.test.ts` holds them.
 */
export type Rule = {
  /** Stored as the error code of a job; never renamed. */
  id: string;
  /**
   * Any of these in one line shows the cause. Each begins at the edge of the line or of a word and repeats nothing without a
   * bound: output is written by strangers. Groups with a name may be used in the words.
   */
  patterns: readonly RegExp[];
  /** What happened. `{name|otherwise}` is what the group of that name found. */
  sentence: string;
  /** What to do. */
  action: string;
  /** `effect` and `vague` speak only where nothing in the output is more exact: they follow from many causes. */
  rank?: 'effect' | 'vague';
  /** Whose output it explains: that of commands on a server (the default), of programs in containers, or of both. */
  scope?: 'container' | 'both';
};

export const ranks = ['cause', 'effect', 'vague'] as const;
