import Link from 'next/link';
import { EmptyState } from '@/components/data/empty-state';
import { RefreshEvery } from '@/components/data/refresh-every';
import { RelativeTime } from '@/components/data/relative-time';
import { appStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { JobTable } from '@/components/jobs/job-table';
import { jobTitle } from '@/components/jobs/messages';
import { Banner, type Notice } from '@/components/shell/banner';
import { DetailLayout } from '@/components/shell/detail-layout';
import { type Fact, FactList } from '@/components/shell/fact-list';
import { PageHeader } from '@/components/shell/page-header';
import { type LoadedApp, loadInstalledApp } from '@/lib/installed-apps/loaders';
import { appActs } from './app-abilities';
import { mainAction, menuApp, secondAction } from './app-actions';
import { AppMenu } from './app-menu';
import { stateReason } from './app-table';
import { AppUsage } from './app-usage';
import { ConfigurationCard, SignInCard } from './configuration-card';
import { appMessages as words } from './messages';
import { PortsCard } from './ports-card';
import { ServicesCard } from './services-card';
import { VolumesCard } from './volumes-card';

const REFRESH_SECONDS = { busy: 3, calm: 15 };

/** The page of an app: how it does, where it answers, what it was given, what was done with it. */
export async function AppPage({ appId }: { appId: string }) {
  const app = await loadInstalledApp(appId);
  const acts = appActs(app.state, app.deployed, app.activeJob !== null);
  return (
    <>
      <PageHeader
        crumbs={[{ label: words.title, href: '/apps' }]}
        title={app.displayName}
        status={<StatusBadge status={appStatus[app.state]} reason={stateReason(app)} />}
        facts={[
          [app.applicationName, app.version?.appVersion].filter(Boolean).join(' '),
          { text: <Link href={`/servers/${app.serverId}`}>{app.serverName}</Link> },
          ...(app.statusCheckedAt
            ? [
                {
                  text: (
                    <>
                      {words.seen} <RelativeTime at={app.statusCheckedAt} />
                    </>
                  ),
                },
              ]
            : []),
        ]}
        action={mainAction(app, acts)}
        secondary={secondAction(app, acts)}
        menu={
          app.may.operate && !app.activeJob ? (
            <AppMenu
              app={menuApp(app)}
              can={{ ...acts, stop: acts.stop && acts.start, start: acts.start && acts.stop }}
            />
          ) : undefined
        }
      />
      <Banner notices={noticesOf(app)} />
      <RefreshEvery seconds={app.activeJob ? REFRESH_SECONDS.busy : REFRESH_SECONDS.calm} />
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
    </>
  );
}

function noticesOf(app: LoadedApp): Notice[] {
  const notices: Notice[] = [];
  if (app.activeJob) {
    notices.push({
      key: 'job',
      tone: 'info',
      title: words.works(jobTitle(app.activeJob.kind, app.displayName)),
      action: (
        <Link href={`/activity/${app.activeJob.id}`} className="font-medium text-accent-ink">
          {words.viewJob}
        </Link>
      ),
    });
  }
  if (app.errorMessage && !app.activeJob) {
    const failed = app.jobs.find(({ status }) => status === 'failed' || status === 'interrupted');
    notices.push({
      key: 'error',
      tone: app.state === 'stopped' ? 'warning' : 'danger',
      title: app.deployed ? app.errorMessage : words.notDeployed,
      text: app.deployed ? undefined : app.errorMessage,
      action: failed ? (
        <Link href={`/activity/${failed.id}`} className="font-medium text-accent-ink">
          {words.viewJob}
        </Link>
      ) : undefined,
    });
  }
  return notices;
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
