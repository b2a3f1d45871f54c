'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { postJob } from '@/components/jobs/post-job';
import { Button } from '@/components/ui/button';
import { allowOldAlgorithmsAction } from '@/lib/servers/sign-in-actions';
import { oldAlgorithmMessages as words } from './messages';

type Server = { serverId: string; name: string };

/** The way to a server that has nothing better: says what is given up, then checks it again. */
export function AllowOldAlgorithms({ serverId, name }: Server) {
  const router = useRouter();
  return (
    <ConfirmDialog
      tier={2}
      title={words.allowTitle(name)}
      consequence={words.allowText}
      goes={[...words.allowGoes]}
      stays={[...words.allowStays]}
      confirm={words.allow}
      running={words.allowing}
      reauth
      // Not `onSuccess`: once allowed, this offer is gone from the page.
      action={async (_previous: unknown, form: FormData) => {
        const result = await allowOldAlgorithmsAction(null, form);
        if (!result.ok) return result;
        const check = await postJob(`/api/v1/servers/${serverId}/checks`, {}).catch(() => null);
        if (check?.ok) router.push(check.data.page as Route);
        return result;
      }}
      hidden={{ serverId, allow: 'yes' }}
      trigger={<Button variant="outline">{words.offer}</Button>}
    />
  );
}

/** Takes the permission back. */
export function ForbidOldAlgorithms({ serverId }: Pick<Server, 'serverId'>) {
  return (
    <ConfirmDialog
      tier={1}
      title={words.forbid}
      consequence={words.forbidText}
      confirm={words.forbid}
      running={words.forbidding}
      reauth
      action={allowOldAlgorithmsAction}
      hidden={{ serverId, allow: 'no' }}
      trigger={<Button variant="outline">{words.forbid}</Button>}
    />
  );
}
