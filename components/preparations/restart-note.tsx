'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { postJob } from '@/components/jobs/post-job';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { PreparationOptions } from '@/lib/preparations/schema';
import { preparationMessages as words } from './messages';

type RestartNoteProps = {
  server: { id: string; name: string };
  /** What the preparation was started with that left the restart open. */
  options: PreparationOptions;
  /** Containers that a restart interrupts. */
  running: number;
};

/** After a preparation that left Docker running: asks whether it may be restarted, with what that interrupts. */
export function RestartNote({ server, options, running }: RestartNoteProps) {
  const router = useRouter();
  return (
    <Alert
      variant="warning"
      title={words.restartTitle}
      action={
        <ConfirmDialog
          tier={1}
          title={words.restartDialog(server.name)}
          consequence={words.restartConsequence(running)}
          confirm={words.restartConfirm}
          running={words.starting}
          action={() =>
            postJob(`/api/v1/servers/${server.id}/preparations`, {
              ...options,
              ownAccount: undefined,
              restartDocker: true,
            })
          }
          onSuccess={(job) => router.push(job.page as Route)}
          trigger={<Button variant="outline">{words.restart}</Button>}
        />
      }
    >
      {words.restartText(running)}
    </Alert>
  );
}
