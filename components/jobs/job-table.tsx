import Link from 'next/link';
import type { ReactNode } from 'react';
import { type Column, DataTable } from '@/components/data/data-table';
import { formatDuration } from '@/components/data/format';
import { RelativeTime } from '@/components/data/relative-time';
import { jobStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import type { JobSummary } from '@/lib/jobs/views';
import { jobTitle, stepTitle } from './messages';

const columns: Column<JobSummary>[] = [
  {
    key: 'title',
    header: 'Job',
    card: 'title',
    cell: (job) => (
      <Link href={`/activity/${job.id}`} className="font-medium">
        {jobTitle(job.kind, job.targetLabel)}
      </Link>
    ),
  },
  {
    key: 'status',
    header: 'Status',
    card: 'status',
    cell: (job) => <StatusBadge status={jobStatus[job.status]} reason={reasonOf(job)} />,
  },
  { key: 'by', header: 'Started by', from: 'lg', cell: (job) => job.requestedBy ?? 'Tomo' },
  { key: 'started', header: 'Started', card: 'fact', cell: (job) => <RelativeTime at={job.createdAt} /> },
  {
    key: 'duration',
    header: 'Duration',
    align: 'end',
    from: 'lg',
    cell: (job) =>
      job.startedAt && job.finishedAt
        ? formatDuration(Date.parse(job.finishedAt) - Date.parse(job.startedAt))
        : '–',
  },
];

/** Jobs as a list, newest first. */
export function JobTable({
  jobs,
  caption,
  empty,
}: {
  jobs: JobSummary[];
  caption: string;
  empty: ReactNode;
}) {
  return <DataTable caption={caption} columns={columns} rows={jobs} rowKey={(job) => job.id} empty={empty} />;
}

function reasonOf(job: JobSummary): string | undefined {
  if (job.status === 'running' && job.currentStep) return stepTitle(job.kind, job.currentStep);
  if (job.status === 'failed' || job.status === 'interrupted') return job.errorMessage ?? undefined;
  return undefined;
}
