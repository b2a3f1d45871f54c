/** Where a row stands in its order: compared part by part, the last one unique. */
export type CursorKey = (string | number)[];

type Page<Row> = {
  rows: Row[];
  /** Cursors of the neighbouring pages; null where there is none. */
  before: string | null;
  after: string | null;
};

/**
 * One page of rows by key, not by number: rows that come, go or move between two requests neither repeat nor hide their
 * neighbours. `descending` turns the first part of the key only, so that equal ones stay in the order of their names. A
 * cursor that cannot be read is the first page.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => CursorKey,
  options: { descending: boolean; size: number; after?: string; before?: string },
): Page<Row> {
  const { descending, size } = options;
  const order = (left: CursorKey, right: CursorKey) => compare(left, right, descending);
  const sorted = rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((left, right) => order(left.key, right.key));
  const after = readCursor(options.after);
  const before = readCursor(options.before);
  let start = 0;
  if (after) start = sorted.filter(({ key }) => order(key, after) <= 0).length;
  else if (before) start = Math.max(0, sorted.filter(({ key }) => order(key, before) < 0).length - size);
  const page = sorted.slice(start, start + size);
  const [first, last] = [page[0], page.at(-1)];
  return {
    rows: page.map(({ row }) => row),
    before: start > 0 && first ? writeCursor(first.key) : null,
    after: start + size < sorted.length && last ? writeCursor(last.key) : null,
  };
}

function compare(left: CursorKey, right: CursorKey, descending: boolean): number {
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order =
      typeof part === 'number' && typeof other === 'number'
        ? part - other
        : String(part).localeCompare(String(other), 'en', { numeric: true });
    if (order !== 0) return index === 0 && descending ? -order : order;
  }
  return 0;
}

function writeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function readCursor(text: string | undefined): CursorKey | undefined {
  if (!text) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const isKey =
      Array.isArray(key) && key.every((part) => typeof part === 'string' || typeof part === 'number');
    return isKey && key.length > 0 ? (key as CursorKey) : undefined;
  } catch {
    return undefined;
  }
}
