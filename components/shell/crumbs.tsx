import { ChevronRight } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { shellMessages } from './messages';

export type Crumb = { label: string; href: string };

/** The way down to this page; the page itself is the heading below and no crumb. */
export function Crumbs({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <nav aria-label={shellMessages.breadcrumb}>
      <ol className="flex flex-wrap items-center gap-1 text-muted-foreground text-table">
        {crumbs.map(({ label, href }) => (
          <li key={href} className="flex items-center gap-1">
            <Link href={href as Route} className="rounded-sm py-0.5 hover:text-foreground">
              {label}
            </Link>
            <ChevronRight aria-hidden="true" className="size-3.5" />
          </li>
        ))}
      </ol>
    </nav>
  );
}
