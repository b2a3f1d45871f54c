import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { type Crumb, Crumbs } from './crumbs';

export type HeaderFact =
  | string
  | {
      text: ReactNode;
      /** The exact text for a copy button; `what` names it ("address"). */
      copy?: { value: string; what: string };
      /** For hosts, ids and paths. */
      mono?: boolean;
    };

type PageHeaderProps = {
  title: string;
  /** Only on pages below a list: the way back up. */
  crumbs?: Crumb[];
  /** A `StatusBadge`. */
  status?: ReactNode;
  /** One muted line under the title, five facts at most. */
  facts?: HeaderFact[];
  /** One sentence instead of facts, for pages that need an explanation. */
  description?: ReactNode;
  /** At most one filled button. */
  action?: ReactNode;
  /** At most one outline button. */
  secondary?: ReactNode;
  /** A `MoreMenu`. */
  menu?: ReactNode;
};

/** The head of every page: where, what, in which state, and what can be done. On phones a detail page's actions form a bottom bar. */
export function PageHeader({
  title,
  crumbs,
  status,
  facts,
  description,
  action,
  secondary,
  menu,
}: PageHeaderProps) {
  const hasActions = Boolean(action || secondary || menu);
  return (
    <div className="mb-6 flex flex-col gap-1">
      {crumbs && crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-40">
          <div className="flex min-h-(--control) flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 font-semibold text-xl tracking-tight">{title}</h1>
            {status}
          </div>
          {facts && facts.length > 0 && <FactLine facts={facts.slice(0, 5)} />}
          {description && <p className="max-w-prose text-muted-foreground">{description}</p>}
        </div>
        {hasActions && (
          <div
            className={cn(
              'flex items-center gap-2',
              crumbs &&
                'max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-20 max-md:justify-end max-md:border-t max-md:bg-background max-md:px-4 max-md:py-2',
            )}
          >
            {secondary}
            {action}
            {menu}
          </div>
        )}
      </div>
    </div>
  );
}

function FactLine({ facts }: { facts: HeaderFact[] }) {
  return (
    <ul className="flex flex-wrap items-center gap-x-3 text-muted-foreground text-table sm:gap-x-2">
      {facts.map((fact, index) => {
        const { text, copy, mono } = typeof fact === 'string' ? { text: fact } : fact;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the line has no state and its order is its identity.
          <li key={index} className="flex min-h-7 min-w-0 items-center gap-2">
            {index > 0 && (
              <span aria-hidden="true" className="text-input max-sm:hidden">
                ·
              </span>
            )}
            <span className={cn('flex min-w-0 items-center', mono && 'font-mono')}>
              <span className="min-w-0 break-words">{text}</span>
              {copy && <CopyButton value={copy.value} what={copy.what} />}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
