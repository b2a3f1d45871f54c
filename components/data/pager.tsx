import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonVariants } from '@/components/ui/button';
import { dataMessages } from './messages';

type PagerProps = {
  /** "42 servers", or "50+ servers" where counting would cost too much. Read aloud when it changes. */
  total: string;
  /** Addresses of the neighbouring pages; null where there is none. */
  newer: string | null;
  older: string | null;
};

/** Under a list: how much there is, and the pages beside this one. */
export function Pager({ total, newer, older }: PagerProps) {
  return (
    <div className="flex min-h-10 flex-wrap items-center justify-between gap-3">
      <p role="status" className="text-muted-foreground text-table">
        {total}
      </p>
      {(newer || older) && (
        <nav aria-label={dataMessages.pages} className="flex gap-2">
          <PageLink href={newer}>
            <ChevronLeft aria-hidden="true" />
            {dataMessages.newer}
          </PageLink>
          <PageLink href={older}>
            {dataMessages.older}
            <ChevronRight aria-hidden="true" />
          </PageLink>
        </nav>
      )}
    </div>
  );
}

function PageLink({ href, children }: { href: string | null; children: ReactNode }) {
  if (!href) return null;
  return (
    <Link href={href as Route} className={buttonVariants({ variant: 'outline', size: 'sm' })}>
      {children}
    </Link>
  );
}
