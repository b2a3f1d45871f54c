import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { FrozenRows } from './frozen-rows';
import { dataMessages } from './messages';
import { SortLink } from './sort-link';

export type Column<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Name in `?sort=`; the first click sorts ascending, or descending with a leading minus. */
  sort?: string;
  align?: 'end';
  /** Place in the card of narrow screens; columns without one are left out there. Every table needs one title. */
  card?: 'title' | 'status' | 'fact';
  /** Left out of the table below this width. */
  from?: 'lg' | 'xl';
  /** Whether long text may break; title and status always do. */
  wrap?: boolean;
  /** A width class, for example `w-40`. */
  width?: string;
};

type DataTableProps<Row> = {
  /** What the table lists, read to people who do not see it. */
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** `?sort=` as it is now, and the address for another one. */
  sort?: { current: string; href: (sort: string) => string };
  /** The one most likely action, then a small `MoreMenu`. */
  actions?: (row: Row) => ReactNode;
  /** Rows whose values are old are muted. */
  stale?: (row: Row) => boolean;
  /** Shown instead of the table when there is no row. */
  empty: ReactNode;
};

const wide = { lg: 'md:max-lg:hidden', xl: 'md:max-xl:hidden' };

// Below 768 px the same cells are laid out as a card: title and actions first, then status, then facts with their names.
const places = {
  title: 'md:min-w-44 max-md:col-start-1 max-md:row-start-1 max-md:font-medium',
  // The icon of a filled badge stands in line with the icons above and below it.
  status: 'max-md:col-span-2 [&_[data-filled]]:-ml-2',
  fact: 'max-md:col-span-2 max-md:flex max-md:items-baseline max-md:gap-3 max-md:before:w-24 max-md:before:shrink-0 max-md:before:text-muted-foreground max-md:before:content-[attr(data-label)] max-md:*:flex-1',
};

/** A real table made on the server; on phones the same markup becomes cards. It keeps its order while a person points into it. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  sort,
  actions,
  stale,
  empty,
}: DataTableProps<Row>) {
  if (rows.length === 0) return <div className="rounded-lg border border-border bg-card">{empty}</div>;
  return (
    <Table caption={caption}>
      <TableHeader>
        <TableRow>
          {columns.map((column) => (
            <TableHead
              key={column.key}
              align={column.align}
              aria-sort={sortOf(column, sort?.current)}
              className={cn(column.width, column.from && wide[column.from])}
            >
              {column.sort && sort ? (
                <SortLink sort={column.sort} current={sort.current} href={sort.href}>
                  {column.header}
                </SortLink>
              ) : (
                column.header
              )}
            </TableHead>
          ))}
          {actions && (
            <TableHead align="end">
              <span className="sr-only">{dataMessages.actions}</span>
            </TableHead>
          )}
        </TableRow>
      </TableHeader>
      <TableBody>
        {/* Another order is what the person asked for: it holds at once. */}
        <FrozenRows key={sort?.current}>
          {rows.map((row) => (
            <TableRow key={rowKey(row)} className={cn(stale?.(row) && 'text-muted-foreground')}>
              {columns.map((column) => (
                <TableCell
                  key={column.key}
                  align={column.align}
                  data-label={column.header}
                  className={cn(
                    !wraps(column) && 'md:whitespace-nowrap',
                    column.card ? places[column.card] : 'max-md:hidden',
                    column.from && wide[column.from],
                  )}
                >
                  {column.cell(row)}
                </TableCell>
              ))}
              {actions && (
                <TableCell align="end" className="max-md:col-start-2 max-md:row-start-1">
                  <div className="flex items-center justify-end gap-1">{actions(row)}</div>
                </TableCell>
              )}
            </TableRow>
          ))}
        </FrozenRows>
      </TableBody>
    </Table>
  );
}

function wraps<Row>({ wrap, card }: Column<Row>): boolean {
  return wrap ?? (card === 'title' || card === 'status');
}

function sortOf<Row>(
  column: Column<Row>,
  current: string | undefined,
): 'ascending' | 'descending' | 'none' | undefined {
  if (!column.sort || current === undefined) return undefined;
  const name = column.sort.replace(/^-/, '');
  if (current === name) return 'ascending';
  return current === `-${name}` ? 'descending' : 'none';
}
