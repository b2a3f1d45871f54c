import 'server-only';
import type { PathStep } from './problem';

/** A place in a text, counted from 1. */
export type Place = { line: number; column: number };

/** A parsed file that still knows where everything stood and how it was spelled. */
export type YamlDocument = {
  value: unknown;
  /** Place of the value at `path`, or of its nearest ancestor when it does not exist. */
  valueAt(path: readonly PathStep[]): Place;
  /** Place of the key that leads to `path`; a list item stands for itself. */
  keyAt(path: readonly PathStep[]): Place;
  /** The scalar at `path` as its author wrote it (`0644`, `1.10`), undefined for mappings and lists. */
  spelling(path: readonly PathStep[]): string | undefined;
};

/** Offsets of a key and its value, and the text of a scalar. */
export type Mark = { key: number; value: number; text?: string };

/** Key of `path` in a map of marks. */
export const pathId = (path: readonly PathStep[]) => JSON.stringify(path.map(String));

/** A document from its value and the marks of its paths. */
export function documentOf(
  value: unknown,
  marks: Map<string, Mark>,
  placeOf: (offset: number) => Place,
): YamlDocument {
  const markOf = (path: readonly PathStep[]): Mark => {
    for (let length = path.length; length >= 0; length--) {
      const mark = marks.get(pathId(path.slice(0, length)));
      if (mark) return mark;
    }
    return { key: 0, value: 0 };
  };
  return {
    value,
    valueAt: (path) => placeOf(markOf(path).value),
    keyAt: (path) => placeOf(markOf(path).key),
    spelling: (path) => marks.get(pathId(path))?.text,
  };
}

/** Turns offsets of `source` into lines and columns, whatever ends its lines. */
export function placeFinder(source: string): (offset: number) => Place {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= [0, ...[...source.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length)];
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.max(0, offset) - (starts[low] ?? 0) + 1 };
  };
}
