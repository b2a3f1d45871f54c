import Link from 'next/link';
import { EmptyState } from '@/components/data/empty-state';
import { FilterBar } from '@/components/data/filter-bar';
import { formatNoun } from '@/components/data/format';
import { type ListParams, listAddress, listValues } from '@/components/data/list-address';
import { Pager } from '@/components/data/pager';
import { RefreshEvery } from '@/components/data/refresh-every';
import { jobStatus } from '@/components/data/status';
import { PageHeader } from '@/components/shell/page-header';
import { jobListQuery, loadJobServers, loadJobs } from '@/lib/jobs/loaders';
import { jobStatuses } from '@/lib/jobs/states';
import { JobTable } from './job-table';
import { jobKindOptions, jobMessages, sinceOptions, startedByOptions } from './messages';

const statusOptions = jobStatuses.map((value) => ({ value, label: jobStatus[value].word }));

/** Every job, newest first, with filters in the address. */
export async function ActivityPage({ params }: { params: ListParams }) {
  const flat = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
  const asked = jobListQuery.safeParse({
    ...flat,
    server: flat.server || undefined,
    app: flat.app || undefined,
  });
  // An address that somebody mistyped shows everything rather than an error.
  const query = asked.data ?? jobListQuery.parse({});
  const { jobs, next } = await loadJobs(query);
  const servers = await loadJobServers();
  const filtered = Boolean(
    query.status?.length || query.kind?.length || query.server || query.app || query.by || query.days,
  );
  const runs = jobs.some((job) => job.status === 'running' || job.status === 'pending');
  return (
    <>
      <PageHeader title={jobMessages.activity} description={jobMessages.activityText} />
      <RefreshEvery seconds={runs ? 5 : 30} />
      <FilterBar
        path="/activity"
        params={params}
        filters={[
          { name: 'status', label: 'Status', options: statusOptions, selected: listValues(params.status) },
          {
            name: 'kind',
            label: 'Kind',
            options: jobKindOptions,
            selected: listValues(params.kind),
          },
          {
            name: 'server',
            label: 'Server',
            options: servers.map(({ id, name }) => ({ value: id, label: name })),
            selected: listValues(params.server),
            single: true,
          },
          {
            name: 'by',
            label: 'Started by',
            options: startedByOptions,
            selected: listValues(params.by),
            single: true,
          },
          {
            name: 'days',
            label: 'Since',
            options: sinceOptions,
            selected: listValues(params.days),
            single: true,
          },
        ]}
      />
      <JobTable
        jobs={jobs}
        caption={jobMessages.activity}
        empty={
          filtered ? (
            <EmptyState
              kind="no-match"
              title={jobMessages.noMatch}
              action={<Link href="/activity">{jobMessages.clearFilters}</Link>}
            />
          ) : (
            <EmptyState kind="first-use" title={jobMessages.nothingYet} text={jobMessages.nothingYetText} />
          )
        }
      />
      <Pager
        total={next ? `${jobs.length}+ jobs` : formatNoun(jobs.length, 'job')}
        newer={params.after ? listAddress('/activity', params, { after: null }) : null}
        older={next ? listAddress('/activity', params, { after: next }) : null}
      />
    </>
  );
}
