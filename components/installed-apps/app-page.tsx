import Link from 'next/link';
import { EmptyState } from '@/components/data/empty-state';
import { RelativeTime } from '@/components/data/relative-time';
import { JobTable } from '@/components/jobs/job-table';
import { DetailLayout } from '@/components/shell/detail-layout';
import { type Fact, FactList } from '@/components/shell/fact-list';
import type { LoadedApp } from '@/lib/installed-apps/loaders';
import { AppFrame } from './app-frame';
import { AppUsage } from './app-usage';
import { ConfigurationCard, SignInCard } from './configuration-card';
import { appMessages as words } from './messages';
import { PortsCard } from './ports-card';
import { ServicesCard } from './services-card';
import { VolumesCard } from './volumes-card';

/** The page of an app: how it does, where it answers, what it was given, what was done with it. */
export function AppPage({ appId }: { appId: string }) {
  return (
    <AppFrame appId={appId}>
      {(app) => (
        <DetailLayout facts={<FactList title={words.facts} facts={factsOf(app)} />}>
          <ServicesCard app={app} />
          <AppUsage app={app} />
          <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
            <PortsCard app={app} />
            <VolumesCard app={app} />
          </div>
          <SignInCard app={app} />
          {app.may.operate && <ConfigurationCard app={app} />}
          <section aria-labelledby="last-jobs">
            <h2 id="last-jobs" className="mb-2 font-semibold text-sm">
              {words.lastJobs}
            </h2>
            <JobTable
              jobs={app.jobs}
              caption={words.lastJobs}
              empty={<EmptyState kind="first-use" title={words.noJobs} />}
            />
          </section>
        </DetailLayout>
      )}
    </AppFrame>
  );
}

function factsOf(app: LoadedApp): Fact[] {
  return [
    {
      label: 'Application',
      value: <Link href={`/applications/${app.applicationId}`}>{app.applicationName}</Link>,
    },
    { label: 'Version', value: app.version?.appVersion },
    { label: 'Server', value: <Link href={`/servers/${app.serverId}`}>{app.serverName}</Link> },
    { label: 'Started', value: <RelativeTime at={app.startedAt} /> },
    { label: 'Last seen', value: <RelativeTime at={app.statusCheckedAt} /> },
    { label: 'Deployed', value: <RelativeTime at={app.installedAt} /> },
    { label: 'Project', value: app.instanceName, copy: app.instanceName, mono: true },
    ...(app.may.operate
      ? [
          {
            label: 'Folder',
            value: `/opt/tomo/apps/${app.instanceName}`,
            copy: `/opt/tomo/apps/${app.instanceName}`,
            mono: true,
          },
        ]
      : []),
  ];
}
