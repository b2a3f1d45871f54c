'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { postJob } from '@/components/jobs/post-job';
import { Button } from '@/components/ui/button';
import { deployMessages as words } from './messages';

const LOOK_EVERY_MS = 1_000;
const PATIENCE = 90;

/** Checks the server, waits for the end and shows the ports anew; what was typed stays. */
export function SurveyButton({ serverId }: { serverId: string }) {
  const router = useRouter();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [pending, start] = useTransition();

  const check = () =>
    start(async () => {
      setRefusal(null);
      const started = await postJob(`/api/v1/servers/${serverId}/checks`, {}).catch(() => null);
      const ended = started?.ok ? await endOf(started.data.jobId) : null;
      if (ended !== 'completed')
        setRefusal(started && !started.ok ? started.error.message : words.checkFailed);
      router.refresh();
    });

  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button
        variant="link"
        size="inline"
        className="text-table"
        aria-disabled={pending}
        onClick={() => !pending && check()}
      >
        {pending ? words.checking : words.checkNow}
      </Button>
      <span role="status" className="text-danger empty:hidden">
        {refusal}
      </span>
    </span>
  );
}

/** The final state of a job; null when nobody could tell in time. */
async function endOf(jobId: string): Promise<string | null> {
  for (let tries = 0; tries < PATIENCE; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const job = await fetch(`/api/v1/jobs/${jobId}`)
      .then((response): Promise<{ status?: string }> => response.json())
      .catch(() => ({ status: undefined }));
    if (job.status && job.status !== 'pending' && job.status !== 'running') return job.status;
  }
  return null;
}
