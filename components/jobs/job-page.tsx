import Link from 'next/link';
import { Suspense } from 'react';
import { formatDuration } from '@/components/data/format';
import { RelativeTime } from '@/components/data/relative-time';
import { jobStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { PageHeader } from '@/components/shell/page-header';
import { viewChoices } from '@/components/shell/view-choices';
import { Alert } from '@/components/ui/alert';
import { type JobPlace, loadJob } from '@/lib/jobs/loaders';
import { isFinal } from '@/lib/jobs/states';
import { CancelJob } from './cancel-job';
import { JobLive } from './job-live';
import { jobMessages, jobTitle } from './messages';
import { NextStep } from './next-step';
import { RetryWithPassword } from './retry-with-password';
import { StartJobButton } from './start-job-button';
import { StreamedLines } from './streamed-lines';
import { WayOn } from './way-on';

const WINDOW_MS = { scripts: 5_000, none: 20_000 };

/** The page of one job: what it is, where it stands, its steps and its log, live. The same for every long operation. */
export async function JobPage({ jobId, place }: { jobId: string; place: Partial<JobPlace> }) {
  const job = await loadJob(jobId, place);
  const { scripts, zone, hourCycle } = await viewChoices();
  const title = jobTitle(job.kind, job.targetLabel);
  const over = isFinal(job.state.status);
  const lastSeq = job.lines.at(-1)?.seq ?? 0;
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Activity', href: '/activity' }]}
        title={title}
        status={<StatusBadge status={jobStatus[job.state.status]} />}
        facts={[
          job.requestedBy ? jobMessages.startedBy(job.requestedBy) : jobMessages.startedByTomo,
          { text: <RelativeTime at={job.createdAt} /> },
          ...(job.startedAt && job.finishedAt
            ? [formatDuration(Date.parse(job.finishedAt) - Date.parse(job.startedAt))]
            : []),
          ...(job.lastTime
            ? [
                {
                  text: (
                    <Link href={`/activity/${job.lastTime.jobId}`}>
                      {jobMessages.lastTime(formatDuration(job.lastTime.durationMs))}
                    </Link>
                  ),
                },
              ]
            : []),
          ...(job.attempt > 1 ? [jobMessages.attempt(job.attempt)] : []),
        ]}
        action={
          job.retry === 'at_once' ? (
            <StartJobButton path={`/api/v1/jobs/${job.id}/retries`} running={jobMessages.retrying}>
              {job.kind === 'server.prepare' ? jobMessages.retryFromHere : jobMessages.retry}
            </StartJobButton>
          ) : job.retry === 'with_password' ? (
            <RetryWithPassword jobId={job.id} title={title} />
          ) : undefined
        }
        secondary={
          job.mayOperate && !over ? (
            <CancelJob jobId={job.id} title={title} requested={job.state.cancelRequested} />
          ) : undefined
        }
      />
      {job.retriedBy && (
        <Alert
          title={jobMessages.retried}
          className="mb-6"
          action={<Link href={`/activity/${job.retriedBy}`}>{jobMessages.openRetry}</Link>}
        />
      )}
      <NextStep job={job} />
      <WayOn job={job} />
      <JobLive
        // A page that shows another part of the log is another view.
        key={`${job.id} ${over} ${JSON.stringify(place)}`}
        job={{ id: job.id, kind: job.kind, title }}
        lines={job.lines}
        log={job.log}
        steps={job.steps}
        lastTime={job.lastTime?.steps ?? {}}
        state={job.state}
        seesOutput={job.seesOutput}
        zone={zone}
        hourCycle={hourCycle}
        streamed={
          over || !job.seesOutput || job.log.hasLater ? null : (
            <Suspense fallback={null}>
              <StreamedLines
                jobId={job.id}
                after={lastSeq}
                windowMs={scripts ? WINDOW_MS.scripts : WINDOW_MS.none}
              />
            </Suspense>
          )
        }
      />
    </>
  );
}
