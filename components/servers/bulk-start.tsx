'use client';

import { type ReactNode, useTransition } from 'react';
import { postJob, type StartedGroup } from '@/components/jobs/post-job';
import { Button } from '@/components/ui/button';
import type { Failure } from '@/lib/procedures/result';
import { bulkMessages as words } from './bulk-messages';

type BulkStartProps = {
  path: string;
  body: Record<string, unknown>;
  onAnswer: (answer: StartedGroup | Failure) => void;
  children: ReactNode;
};

/** Starts one act on many servers; a second click while the first is under way does nothing. */
export function BulkStart({ path, body, onAnswer, children }: BulkStartProps) {
  const [pending, start] = useTransition();
  const run = () =>
    start(async () => {
      const result = await postJob<StartedGroup>(path, body).catch(() => null);
      if (!result)
        onAnswer({
          code: 'unavailable',
          message: 'Tomo did not answer.',
          hint: 'Check the connection, then try again.',
        });
      else onAnswer(result.ok ? result.data : result.error);
    });
  return (
    <Button variant="outline" size="sm" aria-disabled={pending} onClick={() => pending || run()}>
      {pending ? words.starting : children}
    </Button>
  );
}
