/** A piece of a text; `found` where it is what was looked for. */
export type Piece = { text: string; found: boolean };

/** What a search box means: text in any case, or `/expression/`; one that is not finished counts as text. Undefined: all. */
export function searchPattern(query: string): RegExp | undefined {
  const wanted = query.trim();
  if (wanted === '') return undefined;
  const expression = /^\/(.+)\/$/.exec(wanted)?.[1];
  try {
    if (expression) return new RegExp(expression, 'gi');
  } catch {
    // Typed half-way: looked for as text until it is whole.
  }
  return new RegExp(wanted.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'), 'gi');
}

/** Whether a text holds what is looked for. */
export function isFound(pattern: RegExp | undefined, text: string): boolean {
  if (!pattern) return true;
  pattern.lastIndex = 0;
  return pattern.test(text);
}

/** Cuts a text where what is looked for begins and ends. */
export function pieces(text: string, pattern: RegExp | undefined): Piece[] {
  if (!pattern) return [{ text, found: false }];
  const cut: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match[0] === '') continue;
    if (match.index > from) cut.push({ text: text.slice(from, match.index), found: false });
    cut.push({ text: match[0], found: true });
    from = match.index + match[0].length;
  }
  if (from < text.length || cut.length === 0) cut.push({ text: text.slice(from), found: false });
  return cut;
}
