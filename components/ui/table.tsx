// biome-ignore-all lint/a11y/noRedundantRoles: display:grid and display:block on narrow screens would take the roles away.

import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

/** The explicit roles keep the table's meaning where narrow screens lay it out as cards. */
export function Table({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    <div className="relative overflow-x-auto md:rounded-lg md:border md:bg-card">
      <table role="table" className="w-full text-left text-table max-md:block">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

export function TableHeader(props: ComponentProps<'thead'>) {
  return <thead role="rowgroup" className="max-md:sr-only md:[&>tr]:h-9" {...props} />;
}

export function TableBody(props: ComponentProps<'tbody'>) {
  return (
    <tbody
      role="rowgroup"
      className="max-md:flex max-md:flex-col max-md:gap-2 md:[&>tr:not([hidden])]:h-(--row) md:[&>tr:hover]:bg-muted md:[&>tr:last-of-type]:border-b-0"
      {...props}
    />
  );
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr
      role="row"
      className={cn(
        'border-border transition-colors max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:items-center max-md:gap-x-3 max-md:gap-y-1 max-md:rounded-lg max-md:border max-md:bg-card max-md:p-4 md:border-b',
        className,
      )}
      {...props}
    />
  );
}

type CellAlign = { align?: 'end' };

export function TableHead({ className, align, ...props }: Omit<ComponentProps<'th'>, 'align'> & CellAlign) {
  return (
    <th
      role="columnheader"
      scope="col"
      className={cn(
        'h-9 whitespace-nowrap px-3 font-medium text-muted-foreground text-xs first:pl-4 last:pr-4',
        align === 'end' && 'text-right',
        className,
      )}
      {...props}
    />
  );
}

export function TableCell({ className, align, ...props }: Omit<ComponentProps<'td'>, 'align'> & CellAlign) {
  return (
    <td
      role="cell"
      className={cn(
        'min-w-0 py-1 md:px-3 md:first:pl-4 md:last:pr-4',
        align === 'end' && 'md:text-right md:tabular-nums',
        className,
      )}
      {...props}
    />
  );
}
