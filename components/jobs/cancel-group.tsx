'use client';

import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { Button } from '@/components/ui/button';
import { jobMessages } from './messages';
import { postJob } from './post-job';

/** Cancels what still waits or runs of one act on many servers, after asking. */
export function CancelGroup({ groupId, title }: { groupId: string; title: string }) {
  const router = useRouter();
  return (
    <ConfirmDialog
      tier={1}
      title={jobMessages.cancelTitle(title)}
      consequence={jobMessages.cancelGroupConsequence}
      confirm={jobMessages.cancelAll}
      running={jobMessages.cancelling}
      action={() => postJob<{ cancelled: number }>('/api/v1/jobs/cancellations', { groupId })}
      onSuccess={() => router.refresh()}
      trigger={<Button variant="outline">{jobMessages.cancelAll}</Button>}
    />
  );
}
