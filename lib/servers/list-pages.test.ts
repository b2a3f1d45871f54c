import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageOf } from './list-pages';

type Row = { rank: number; name: string };
const keyOf = ({ rank, name }: Row) => [rank, name];
const row = fc.record({ rank: fc.integer({ min: -1, max: 3 }), name: fc.uuid() });

/** Walks through all pages in one direction. */
function walk(rows: Row[], size: number, descending: boolean): Row[][] {
  const pages: Row[][] = [];
  let after: string | undefined;
  do {
    const page = pageOf(rows, keyOf, { descending, size, after });
    pages.push(page.rows);
    after = page.after ?? undefined;
  } while (after);
  return pages;
}

describe('pages of a list', () => {
  it('hold every row exactly once, in order, and lead back the same way', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(row, { selector: ({ name }) => name }),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        (rows, size, descending) => {
          const pages = walk(rows, size, descending);
          const names = pages.flat().map(({ name }) => name);
          expect([...names].sort()).toEqual(rows.map(({ name }) => name).sort());
          const ranks = pages.flat().map(({ rank }) => rank);
          expect(ranks).toEqual(ranks.toSorted((a, b) => (descending ? b - a : a - b)));
          const last = pageOf(rows, keyOf, { descending, size, after: undefined });
          if (last.after) {
            const second = pageOf(rows, keyOf, { descending, size, after: last.after });
            expect(pageOf(rows, keyOf, { descending, size, before: second.before ?? '' }).rows).toEqual(
              last.rows,
            );
          }
        },
      ),
    );
  });

  it('neither repeat nor hide a neighbour when rows come and go between two requests', () => {
    const rows = ['b', 'd', 'f', 'h'].map((name) => ({ rank: 0, name }));
    const first = pageOf(rows, keyOf, { descending: false, size: 2 });
    const changed = [
      { rank: 0, name: 'a' },
      ...rows.filter(({ name }) => name !== 'd'),
      { rank: 0, name: 'g' },
    ];
    const second = pageOf(changed, keyOf, { descending: false, size: 2, after: first.after ?? '' });
    expect(second.rows.map(({ name }) => name)).toEqual(['f', 'g']);
  });

  it('begin at the first one for a cursor that nobody made', () => {
    for (const after of ['nonsense', 'e30', 'W10', '%00'])
      expect(
        pageOf([{ rank: 1, name: 'a' }], keyOf, { descending: false, size: 5, after }).rows,
      ).toHaveLength(1);
  });
});
