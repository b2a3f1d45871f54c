import { ArrowDown, ArrowUp } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';

type SortLinkProps = { sort: string; current: string; href: (sort: string) => string; children: ReactNode };

/** A column head that sorts: first in the column's own direction, then in the other. */
export function SortLink({ sort, current, href, children }: SortLinkProps) {
  const name = sort.replace(/^-/, '');
  const active = current.replace(/^-/, '') === name;
  const next = !active ? sort : current.startsWith('-') ? name : `-${name}`;
  const Arrow = current.startsWith('-') ? ArrowDown : ArrowUp;
  return (
    <Link
      href={href(next) as Route}
      replace
      scroll={false}
      className="inline-flex min-h-6 items-center gap-1 rounded-sm hover:text-foreground"
    >
      {children}
      {active && <Arrow aria-hidden="true" className="size-3.5" />}
    </Link>
  );
}
