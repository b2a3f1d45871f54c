import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

type DisclosureProps = { summary: ReactNode; children: ReactNode; open?: boolean; className?: string };

/** Folded text, such as "Advanced" or raw output; a native `<details>`, so it opens without scripts. */
export function Disclosure({ summary, children, open, className }: DisclosureProps) {
  return (
    <details open={open} className={cn('group/disclosure', className)}>
      <summary className="inline-flex min-h-7 list-none items-center gap-1.5 rounded-sm font-medium text-sm">
        <ChevronRight aria-hidden="true" className="text-muted-foreground group-open/disclosure:rotate-90" />
        {summary}
      </summary>
      <div className="pt-3">{children}</div>
    </details>
  );
}
