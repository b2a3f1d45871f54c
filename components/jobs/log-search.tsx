'use client';

import { ChevronDown, ChevronUp, X } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { buttonVariants } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import type { LogMatches } from '@/lib/jobs/search';
import { LogPlaceLink } from './log-place-link';
import { jobMessages } from './messages';

type LogSearchProps = { query: string; onQuery: (query: string) => void; children: React.ReactNode };

/** One box for both: typing filters the lines on the page, Enter looks through the whole stored log. */
export function LogSearch({ query, onQuery, children }: LogSearchProps) {
  const router = useRouter();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = query.trim();
    const place = text ? `?q=${encodeURIComponent(text)}` : '';
    router.push(`${location.pathname}${place}` as Route, { scroll: false });
  };
  return (
    <form
      method="get"
      aria-label={jobMessages.searchLog}
      onSubmit={submit}
      className="flex items-center gap-2 max-sm:w-full"
    >
      <Input
        type="search"
        name="q"
        value={query}
        maxLength={200}
        onChange={(event) => onQuery(event.target.value)}
        placeholder={jobMessages.filter}
        aria-label={jobMessages.filter}
        className="h-8 w-48 max-sm:w-full"
      />
      {children}
    </form>
  );
}

const step = buttonVariants({ variant: 'ghost', size: 'icon-sm' });

/** What the search found, and the ways to the matches beside this one. */
export function LogMatchBar({ matches }: { matches: LogMatches }) {
  const { query, count, position, previous, next } = matches;
  return (
    <div className="flex flex-wrap items-center gap-1 border-border border-b bg-muted px-4 py-1 text-xs">
      <p role="status" className="mr-1 min-w-0 truncate">
        {count === 0 ? (
          jobMessages.foundNothing
        ) : (
          <>
            <span className="tabular-nums">{jobMessages.found(position, count)}</span>
            <span className="ml-2 font-mono text-muted-foreground">{query}</span>
          </>
        )}
      </p>
      {previous !== null && (
        <LogPlaceLink
          place={{ q: query, at: previous }}
          line={previous}
          control="previous"
          label={jobMessages.previousMatch}
          className={step}
        >
          <ChevronUp aria-hidden="true" />
        </LogPlaceLink>
      )}
      {next !== null && (
        <LogPlaceLink
          place={{ q: query, at: next }}
          line={next}
          control="next"
          label={jobMessages.nextMatch}
          className={step}
        >
          <ChevronDown aria-hidden="true" />
        </LogPlaceLink>
      )}
      <LogPlaceLink place={{}} control="end" label={jobMessages.closeSearch} className={`ml-auto ${step}`}>
        <X aria-hidden="true" />
      </LogPlaceLink>
    </div>
  );
}
