'use client';

import { SubmitButton } from '@/components/form/submit-button';
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from '@/components/ui/card';
import type { Change } from './deploy-changes';
import { deployMessages as words } from './messages';

/** What is about to change in a deployed app, and the button that applies it. */
export function ChangeSummary({ name, changes }: { name: string; changes: readonly Change[] }) {
  return (
    <Card aria-labelledby="changes">
      <CardHeader>
        <CardTitle id="changes">{words.changes}</CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-3 text-table">
        {changes.length === 0 ? (
          <p className="text-muted-foreground">{words.unchanged}</p>
        ) : (
          <dl className="flex flex-col gap-3">
            {changes.map(({ what, from, to }) => (
              <div key={what} data-change="">
                <dt className="text-muted-foreground text-xs">{what}</dt>
                <dd className="min-w-0 [overflow-wrap:anywhere]">
                  {from && (
                    <>
                      <del className="text-muted-foreground">{from}</del>
                      {' → '}
                    </>
                  )}
                  <ins className="no-underline">{to}</ins>
                </dd>
              </div>
            ))}
          </dl>
        )}
        <p className="text-muted-foreground">{words.changesText(name)}</p>
      </CardContent>
      <CardFooter>
        <SubmitButton
          running={words.applying}
          blocked={changes.length > 0 ? undefined : words.unchanged}
          className="w-full"
        >
          {words.apply}
        </SubmitButton>
      </CardFooter>
    </Card>
  );
}
