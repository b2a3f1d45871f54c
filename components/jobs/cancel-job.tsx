'use client';

import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { Button } from '@/components/ui/button';
import { jobMessages } from './messages';
import { postJob } from './post-job';

/** Cancels a job after asking; the page goes on showing how it ends. */
export function CancelJob({ jobId, title, requested }: { jobId: string; title: string; requested: boolean }) {
  const router = useRouter();
  if (requested) {
    return (
      <Button variant="outline" aria-disabled="true">
        {jobMessages.cancelling}
      </Button>
    );
  }
  return (
    <ConfirmDialog
      tier={1}
      title={jobMessages.cancelTitle(title)}
      consequence={jobMessages.cancelConsequence}
      confirm={jobMessages.cancel}
      running={jobMessages.cancelling}
      action={() => postJob(`/api/v1/jobs/${jobId}/cancellation`, {})}
      onSuccess={() => router.refresh()}
      trigger={<Button variant="outline">{jobMessages.cancel}</Button>}
    />
  );
}
