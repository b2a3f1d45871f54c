/**
 * What each goal needs besides this process: a finished build of Tomo, or a server of the lab. Plain JavaScript, because
 * the runner brings it up before anything else is loaded.
 */

/** The server of the lab that Docker goals use. */
export const labServer = process.env.TOMO_BENCH_SERVER || 'debian12';

/** @type {Record<string, { build?: boolean, lab?: boolean }>} */
export const goals = {
  P1: {},
  P2: {},
  P3: {},
  P4: { build: true, lab: true },
  P5: { build: true, lab: true },
  P13: { build: true },
  P14: { build: true },
  P17: {},
  P20: {},
};

/**
 * The goals that the words of a command line name; all where it names none.
 * @param {string[]} words
 */
export function chosen(words) {
  const named = words.filter((word) => /^P\d+$/i.test(word)).map((word) => word.toUpperCase());
  const unknown = named.filter((id) => !Object.hasOwn(goals, id));
  if (unknown.length > 0)
    throw new Error(`no such goal: ${unknown.join(', ')}. There are ${Object.keys(goals).join(' ')}`);
  return named.length > 0 ? named : Object.keys(goals);
}
