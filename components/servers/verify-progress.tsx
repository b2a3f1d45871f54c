'use client';

import { useRouter } from 'next/navigation';
import { useJobFeed } from '@/components/jobs/job-feed';
import { JobOutcome } from '@/components/jobs/job-outcome';
import { JobSteps } from '@/components/jobs/job-steps';
import type { JobStateView, StepView } from '@/lib/jobs/views';

/** The stages of a check as they happen. */
export function VerifyProgress({
  jobId,
  steps,
  state,
}: {
  jobId: string;
  steps: StepView[];
  state: JobStateView;
}) {
  const router = useRouter();
  const stored = { jobId, lines: [], hasEarlier: false, steps, state, withLines: false };
  const feed = useJobFeed(stored, () => router.refresh());
  return (
    <div className="flex flex-col gap-4">
      <JobOutcome kind="server.check" state={feed.state} steps={feed.steps} lines={[]} />
      <JobSteps kind="server.check" steps={feed.steps} />
    </div>
  );
}
