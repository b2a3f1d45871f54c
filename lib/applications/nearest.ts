import 'server-only';

/**
 * The entry of `known` that `word` was probably meant to be, or undefined when none is near: at most two edits, or one
 * for words shorter than five letters. Case does not count.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const limit = word.length < 5 ? 1 : 2;
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < bestDistance) [best, bestDistance] = [candidate, edits];
  }
  return best ?? longerForm(word, known);
}

// `DB_PASS` for `DB_PASSWORD` is many edits away, yet plainly what was meant.
function longerForm(word: string, known: Iterable<string>): string | undefined {
  if (word.length < 4) return undefined;
  const lower = word.toLowerCase();
  return [...known].find((candidate) => {
    const other = candidate.toLowerCase();
    return other !== lower && (other.startsWith(lower) || (other.length >= 4 && lower.startsWith(other)));
  });
}

/** Levenshtein distance with neighbouring swaps counted as one edit (optimal string alignment). */
function distance(a: string, b: string): number {
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let value = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + cost,
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) value = Math.min(value, (older[column - 2] ?? 0) + 1);
      current.push(value);
    }
    [older, previous] = [previous, current];
  }
  return previous[b.length] ?? Number.POSITIVE_INFINITY;
}
