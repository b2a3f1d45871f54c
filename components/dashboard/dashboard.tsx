import Link from 'next/link';
import { Suspense } from 'react';
import { EmptyState } from '@/components/data/empty-state';
import { RefreshEvery } from '@/components/data/refresh-every';
import { JobTable } from '@/components/jobs/job-table';
import { PageHeader } from '@/components/shell/page-header';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { loadInstalledApps } from '@/lib/installed-apps/loaders';
import { jobListQuery, loadJobs } from '@/lib/jobs/loaders';
import { loadServerAbilities, loadServers } from '@/lib/servers/loaders';
import { Attention } from './attention';
import { FirstSteps } from './first-steps';
import { dashboardMessages as words } from './messages';
import { ServerCards } from './server-cards';

/** The first page: trouble first, then servers, then what was done lately; before the first app, the way there. */
export async function Dashboard() {
  const [servers, apps, may] = await Promise.all([loadServers(), loadInstalledApps(), loadServerAbilities()]);
  const complete =
    servers.length > 0 && servers.some((server) => server.preparation === 'completed') && apps.length > 0;
  return (
    <>
      <PageHeader title={words.title} />
      <RefreshEvery seconds={15} />
      <div className="flex flex-col gap-6">
        {!complete && may.operate && <FirstSteps servers={servers} apps={apps.length} mayAdd={may.manage} />}
        {servers.length > 0 && (
          <>
            <Card>
              <CardHeader>
                <CardTitle>{words.attention}</CardTitle>
              </CardHeader>
              <Suspense
                fallback={
                  <CardContent>
                    <Skeleton className="h-8" />
                  </CardContent>
                }
              >
                <Attention servers={servers} apps={apps} />
              </Suspense>
            </Card>
            <ServerCards servers={servers} />
            <Suspense fallback={<Skeleton className="h-40 rounded-lg" />}>
              <Recent />
            </Suspense>
          </>
        )}
      </div>
    </>
  );
}

async function Recent() {
  const { jobs } = await loadJobs(jobListQuery.parse({ size: 8 }));
  return (
    <section aria-labelledby="recent">
      <div className="mb-2 flex items-baseline justify-between">
        <h2 id="recent" className="font-semibold text-sm">
          {words.recent}
        </h2>
        <Link href="/activity" className="text-accent-ink text-table">
          {words.allActivity}
        </Link>
      </div>
      <JobTable
        jobs={jobs}
        caption={words.recent}
        empty={<EmptyState kind="first-use" title={words.nothingYet} />}
      />
    </section>
  );
}
