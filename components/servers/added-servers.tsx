'use client';

import { CircleCheck, CircleX } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import type { LineResult } from '@/lib/servers/bulk/add-lines';
import { severalMessages as words } from './bulk-messages';

/** What became of each line of a pasted list. */
export function AddedServers({ results, checks }: { results: LineResult[]; checks: string | null }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (results.length > 0) heading.current?.focus();
  }, [results]);
  const added = results.filter(({ serverId }) => serverId !== null).length;
  return (
    <section aria-labelledby="added" className="flex flex-col gap-3">
      <h2 id="added" ref={heading} tabIndex={-1} className="font-semibold">
        {words.summary(added, results.length)}
      </h2>
      <p className="text-muted-foreground">
        {added > 0 && words.checksText} {added < results.length && words.refusedKept}{' '}
        {checks && (
          <Link href={checks as Route} className="font-medium text-accent-ink">
            {words.openChecks}
          </Link>
        )}
      </p>
      <ul className="divide-y divide-border rounded-lg border bg-card">
        {results.map((result) => (
          <li key={result.line} className="flex gap-3 px-4 py-2.5 text-table" data-line={result.line}>
            <span className="w-8 shrink-0 text-muted-foreground tabular-nums" title={words.line}>
              {result.line}
            </span>
            {result.serverId ? (
              <CircleCheck aria-label={words.added} className="mt-0.5 size-4 shrink-0 text-success" />
            ) : (
              <CircleX aria-label={words.notAdded} className="mt-0.5 size-4 shrink-0 text-danger" />
            )}
            <span className="min-w-0 flex-1">
              {result.serverId ? (
                <Link href={`/servers/${result.serverId}`} className="font-medium">
                  {result.name}
                </Link>
              ) : (
                <span className="font-medium">{result.name}</span>
              )}{' '}
              <span className="break-all font-mono text-muted-foreground text-xs">{result.address}</span>
              {result.serverId ? (
                <span className="block text-muted-foreground text-xs">
                  {result.fingerprint ? words.keyCompared : words.keyOpen}
                </span>
              ) : (
                <span className="block text-danger">{result.message}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
