/** What one contestant measured in one round, by the name of the measure. */
export type Round = Record<string, number>;

/** Every round of every contestant; all have the same length. */
export type Rounds<Name extends string> = Record<Name, Round[]>;

/**
 * Lets contestants take turns: one after the other inside each round, in an order that rotates, so that a slow minute of
 * the machine meets all of them. A first round warms up and is thrown away.
 */
export async function contest<Name extends string>(
  rounds: number,
  contestants: Record<Name, () => Promise<Round>>,
): Promise<Rounds<Name>> {
  const names = Object.keys(contestants) as Name[];
  const kept = Object.fromEntries(names.map((name) => [name, [] as Round[]])) as Rounds<Name>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const turn of names.keys()) {
      const name = names[(turn + round) % names.length] as Name;
      const values = await contestants[name]();
      if (round > 0) kept[name].push(values);
    }
  }
  return kept;
}

/** One measure over all rounds. */
export const column = (rounds: readonly Round[], measure: string) =>
  rounds.map((round) => round[measure] ?? Number.NaN);
