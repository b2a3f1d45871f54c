import 'server-only';

/** Literal parts and references in order, never a raw template. */
export type Text = (string | { ref: string })[];

export type TextProblem = { problem: string };

/**
 * Splits a template into literal parts and references: `${KEY}` is a reference, `$$` one dollar. Everything else that
 * begins with `$` is refused, so that nothing is read differently by Compose than by us.
 */
export function parseText(source: string): Text | TextProblem {
  const parts: Text = [];
  let literal = '';
  for (let index = 0; index < source.length; index++) {
    const char = source[index] ?? '';
    if (char !== '$') {
      literal += char;
      continue;
    }
    if (source[index + 1] === '$') {
      literal += '$';
      index += 1;
      continue;
    }
    const key = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}/.exec(source.slice(index, index + 200))?.[1];
    if (key === undefined) return { problem: unknownDollar(source.slice(index)) };
    if (literal !== '') parts.push(literal);
    literal = '';
    parts.push({ ref: key });
    index += key.length + 2;
  }
  if (literal !== '') parts.push(literal);
  return parts;
}

/** Whether `parsed` is a problem instead of a text. */
export function isTextProblem(parsed: Text | TextProblem): parsed is TextProblem {
  return !Array.isArray(parsed);
}

/** The keys that `text` refers to, in order, with repeats. */
export function referencesOf(text: Text): string[] {
  return text.flatMap((part) => (typeof part === 'string' ? [] : [part.ref]));
}

/** The text as its author wrote it: `${KEY}` for references, `$$` for a dollar. What Compose reads back as the same value. */
export function printText(text: Text): string {
  return text
    .map((part) => (typeof part === 'string' ? part.replaceAll('$', '$$$$') : `\${${part.ref}}`))
    .join('');
}

/** The text with every reference replaced by its value. Throws when a value is missing: a defect, checked at reading. */
export function fillText(text: Text, values: Readonly<Record<string, string>>): string {
  return text
    .map((part) => {
      if (typeof part === 'string') return part;
      const value = Object.hasOwn(values, part.ref) ? values[part.ref] : undefined;
      if (value === undefined) throw new Error(`no value for ${part.ref}`);
      return value;
    })
    .join('');
}

function unknownDollar(rest: string): string {
  const braced = /^\$\{([A-Za-z_][A-Za-z0-9_]*)[^A-Za-z0-9_}]/.exec(rest)?.[1];
  if (braced) return `only \${${braced}} is understood: give the field a default instead of writing one here`;
  const bare = /^\$([A-Za-z_][A-Za-z0-9_]*)/.exec(rest)?.[1];
  if (bare) return `write \${${bare}} for a field, or $$${bare} for a literal dollar`;
  return 'a dollar must be written $$';
}
