'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import type { LogLine } from '@/lib/jobs/line';
import type { JobStateView, StepView } from '@/lib/jobs/views';
import { useJobFeed } from './job-feed';
import { JobOutcome } from './job-outcome';
import { JobSteps } from './job-steps';
import { LogViewer } from './log-viewer';
import { jobMessages, stepTitle } from './messages';
import { TabState } from './tab-state';

type JobLiveProps = {
  job: { id: string; kind: string; title: string };
  lines: LogLine[];
  steps: StepView[];
  state: JobStateView;
  seesOutput: boolean;
  /** Link to earlier lines, when there are any. */
  earlierHref: string | null;
  zone: string;
  hourCycle: 'h23' | 'h12';
  /** What the server streams for pages without scripts; gone once the live connection stands. */
  streamed: ReactNode;
};

/** Steps at the left, log at the right, both as they happen. */
export function JobLive({
  job,
  lines,
  steps,
  state,
  seesOutput,
  earlierHref,
  zone,
  hourCycle,
  streamed,
}: JobLiveProps) {
  const router = useRouter();
  const feed = useJobFeed({ jobId: job.id, lines, steps, state, withLines: seesOutput }, () =>
    router.refresh(),
  );
  const current = feed.steps.find((step) => step.status === 'running');
  return (
    <div className="flex flex-col gap-6">
      <TabState status={feed.state.status} title={job.title} />
      <JobOutcome
        kind={job.kind}
        state={feed.state}
        steps={feed.steps}
        lines={seesOutput ? feed.lines : []}
      />
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(240px,320px)_minmax(0,1fr)]">
        <Card>
          <CardHeader>
            <CardTitle>{jobMessages.steps}</CardTitle>
          </CardHeader>
          <CardContent>
            <JobSteps kind={job.kind} steps={feed.steps} />
          </CardContent>
        </Card>
        {seesOutput ? (
          <LogViewer
            name={job.title}
            lines={feed.lines}
            wire={feed.wire}
            running={feed.wire.state !== 'ended'}
            earlierHref={earlierHref}
            zone={zone}
            hourCycle={hourCycle}
            streamed={feed.tookOver || feed.wire.state === 'ended' ? null : streamed}
          />
        ) : (
          <p className="text-muted-foreground">{jobMessages.noOutput}</p>
        )}
      </div>
      <p role="status" className="sr-only">
        {current ? stepTitle(job.kind, current.key) : feed.state.status}
      </p>
    </div>
  );
}
