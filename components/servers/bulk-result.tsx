'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { bulkMessages as words } from './bulk-messages';
import type { BulkAnswer } from './selection-bar';

/** What one act on many servers came to: the page of its jobs when all took it, else who refused and why. */
export function BulkResult({ answer, close }: { answer: BulkAnswer; close: () => void }) {
  const router = useRouter();
  const whole = 'groupId' in answer && answer.refused.length === 0 ? answer.page : null;
  useEffect(() => {
    if (whole) router.push(whole as Route);
  }, [whole, router]);
  if (whole) return null;
  const dismiss = (
    <Button variant="ghost" size="sm" onClick={close}>
      {words.close}
    </Button>
  );
  if (!('groupId' in answer))
    return (
      <Alert variant="danger" title={answer.message} action={dismiss}>
        {answer.hint}
      </Alert>
    );
  const { refused, started, page } = answer;
  return (
    <Alert
      variant="warning"
      title={words.partly(refused.length, refused.length + started.length)}
      action={dismiss}
    >
      <ul className="max-h-40 overflow-y-auto">
        {refused.map(({ targetId, message }) => (
          <li key={targetId}>{message}</li>
        ))}
      </ul>
      <Link href={page as Route} className="font-medium text-accent-ink">
        {words.openStarted(started.length)}
      </Link>
    </Alert>
  );
}
