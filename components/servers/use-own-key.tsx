'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { postJob } from '@/components/jobs/post-job';
import { Button } from '@/components/ui/button';
import { keyMessages as words } from './messages';

/** Changes a sign-in that works to a key that only Tomo has; the server's page of the job shows each step. */
export function UseOwnKey({ serverId, name, renews }: { serverId: string; name: string; renews: boolean }) {
  const router = useRouter();
  const act = renews ? words.renew : words.change;
  return (
    <ConfirmDialog
      tier={2}
      title={words.changeTitle(name)}
      consequence={words.changeText}
      confirm={act}
      running={words.changing}
      reauth
      action={(_previous: unknown, form: FormData) =>
        postJob(`/api/v1/servers/${serverId}/key-installations`, {
          reauthPassword: form.get('reauthPassword') ?? undefined,
        })
      }
      onSuccess={(job) => router.push(job.page as Route)}
      trigger={<Button variant="outline">{act}</Button>}
    />
  );
}
