import type { ReactNode } from 'react';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { shellMessages } from './messages';

export type Fact = {
  label: string;
  /** Null or undefined is written as "–": unknown is never 0. */
  value: ReactNode;
  /** The exact text for a copy button; everything that can be pasted somewhere has one. */
  copy?: string;
  /** For hosts, ids, fingerprints and paths. */
  mono?: boolean;
};

const always = 5;

/** Facts as a definition list in one panel, the five important ones first: the rest folds below 1280 px. */
export function FactList({ title, facts }: { title: string; facts: Fact[] }) {
  const [first, rest] = [facts.slice(0, always), facts.slice(always)];
  return (
    <Card>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
      </CardHeader>
      <CardContent>
        <Definitions facts={first} />
        {rest.length > 0 && (
          <details className="group/facts xl:[&::details-content]:[content-visibility:visible]">
            <summary className="mt-2 inline-flex min-h-7 list-none items-center rounded-sm text-accent-ink text-table group-open/facts:hidden xl:supports-[selector(::details-content)]:hidden">
              {shellMessages.allFacts}
            </summary>
            <Definitions facts={rest} />
          </details>
        )}
      </CardContent>
    </Card>
  );
}

function Definitions({ facts }: { facts: Fact[] }) {
  return (
    <dl className="text-table">
      {facts.map(({ label, value, copy, mono }) => (
        <div key={label} className="flex min-h-8 items-start gap-3 py-1.5">
          <dt className="w-28 shrink-0 text-muted-foreground">{label}</dt>
          <dd className={cn('flex min-w-0 flex-1 items-start justify-between gap-1', mono && 'font-mono')}>
            <span className="min-w-0 [overflow-wrap:anywhere]">{value ?? '–'}</span>
            {copy && (
              <CopyButton
                value={copy}
                what={label.toLowerCase()}
                className="-my-1 shrink-0 pointer-coarse:-my-3"
              />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
