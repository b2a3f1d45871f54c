import Link from 'next/link';
import type { ReactNode } from 'react';
import { RefreshEvery } from '@/components/data/refresh-every';
import { RelativeTime } from '@/components/data/relative-time';
import { appStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { Banner } from '@/components/shell/banner';
import { NavTabs } from '@/components/shell/nav-tabs';
import { PageHeader } from '@/components/shell/page-header';
import { type LoadedApp, loadInstalledApp } from '@/lib/installed-apps/loaders';
import { appActs } from './app-abilities';
import { mainAction, menuApp, secondAction } from './app-actions';
import { AppMenu } from './app-menu';
import { appNotices } from './app-notices';
import { stateReason } from './app-table';
import { appMessages as words } from './messages';

const REFRESH_SECONDS = { busy: 3, calm: 15 };

/** Header, worst notice and tabs of an app: the same on each of its pages. */
export async function AppFrame({
  appId,
  still = false,
  children,
}: {
  appId: string;
  /** Not rendered anew by itself: somebody fills in a form. */
  still?: boolean;
  children: (app: LoadedApp) => ReactNode;
}) {
  const app = await loadInstalledApp(appId);
  const acts = appActs(app.state, app.deployed, app.activeJob !== null);
  const base = `/apps/${app.id}`;
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
      <Banner notices={appNotices(app)} />
      {!still && <RefreshEvery seconds={app.activeJob ? REFRESH_SECONDS.busy : REFRESH_SECONDS.calm} />}
      <NavTabs
        label={app.displayName}
        tabs={[
          { href: base, label: words.tabs.overview },
          { href: `${base}/metrics`, label: words.tabs.metrics },
          ...(app.may.logs ? [{ href: `${base}/logs`, label: words.tabs.logs }] : []),
          ...(app.may.operate && app.deployed
            ? [{ href: `${base}/configuration`, label: words.tabs.configuration }]
            : []),
        ]}
      />
      {children(app)}
    </>
  );
}
