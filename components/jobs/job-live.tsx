'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { jobStatus } from '@/components/data/status';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import type { LogLine } from '@/lib/jobs/line';
import type { JobStateView, StepView } from '@/lib/jobs/views';
import { type LogPart, useJobFeed } from './job-feed';
import { JobOutcome } from './job-outcome';
import { JobSteps } from './job-steps';
import { LogViewer } from './log-viewer';
import { jobMessages, stepTitle } from './messages';
import { TabState } from './tab-state';

type JobLiveProps = {
  job: { id: string; kind: string; title: string };
  lines: LogLine[];
  /** Which part of the stored log those lines are. */
  log: LogPart;
  steps: StepView[];
  /** How long each step took the last time, in milliseconds. */
  lastTime: Record<string, number>;
  state: JobStateView;
  seesOutput: boolean;
  zone: string;
  hourCycle: 'h23' | 'h12';
  /** What the server streams for pages without scripts; gone once the live connection stands. */
  streamed: ReactNode;
};

/** Steps at the left, log at the right, both as they happen. */
export function JobLive({
  job,
  lines,
  log,
  steps,
  lastTime,
  state,
  seesOutput,
  zone,
  hourCycle,
  streamed,
}: JobLiveProps) {
  const router = useRouter();
  const withLines = seesOutput && !log.hasLater;
  const { hasEarlier } = log;
  const stored = { jobId: job.id, lines, hasEarlier, steps, state, withLines };
  const feed = useJobFeed(stored, () => router.refresh());
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
            <JobSteps kind={job.kind} steps={feed.steps} lastTime={lastTime} linked={seesOutput} />
          </CardContent>
        </Card>
        {seesOutput ? (
          <LogViewer
            job={job}
            lines={feed.lines}
            log={log}
            steps={feed.steps}
            wire={feed.wire}
            isLive={withLines && feed.wire.state !== 'ended'}
            earlier={feed.earlier}
            onEarlier={feed.loadEarlier}
            zone={zone}
            hourCycle={hourCycle}
            streamed={feed.tookOver || feed.wire.state === 'ended' ? null : streamed}
          />
        ) : (
          <p className="text-muted-foreground">{jobMessages.noOutput}</p>
        )}
      </div>
      <p role="status" className="sr-only">
        {current ? stepTitle(job.kind, current.key) : jobStatus[feed.state.status].word}
      </p>
    </div>
  );
}
