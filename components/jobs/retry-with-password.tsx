'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { Button } from '@/components/ui/button';
import { jobMessages as words } from './messages';
import { postJob } from './post-job';

/** Tries a job again that was started with the password of a person, and asks for it as that one did. */
export function RetryWithPassword({ jobId, title }: { jobId: string; title: string }) {
  const router = useRouter();
  return (
    <ConfirmDialog
      tier={1}
      title={words.retryTitle(title)}
      consequence={words.retryText}
      confirm={words.retry}
      running={words.retrying}
      reauth
      action={(_previous: unknown, form: FormData) =>
        postJob(`/api/v1/jobs/${jobId}/retries`, {
          reauthPassword: form.get('reauthPassword') ?? undefined,
        })
      }
      onSuccess={(job) => router.push(job.page as Route)}
      trigger={<Button>{words.retry}</Button>}
    />
  );
}
