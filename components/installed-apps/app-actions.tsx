import Link from 'next/link';
import type { ReactNode } from 'react';
import { StartJobButton } from '@/components/jobs/start-job-button';
import { buttonVariants } from '@/components/ui/button-variants';
import type { LoadedApp } from '@/lib/installed-apps/loaders';
import type { appActs } from './app-abilities';
import type { ConfirmedApp } from './confirmations';
import { appMessages as words } from './messages';
import { OpenLink } from './open-link';
import { StopButton } from './stop-button';

/** The one thing to do next: open what runs, start what rests, and for what never came up another try. */
export function mainAction(app: LoadedApp, acts: Acts): ReactNode {
  if (!app.deployed) {
    if (!canTryAgain(app)) return undefined;
    return app.errorCode === 'port_taken' ? <ChangeLink app={app} /> : <TryAgain app={app} />;
  }
  if (acts.start && app.may.operate) {
    return (
      <StartJobButton path={`/api/v1/apps/${app.id}/starts`} running={words.starting}>
        {words.start}
      </StartJobButton>
    );
  }
  return app.pages[0] ? <OpenLink page={app.pages[0]} app={app.displayName} /> : undefined;
}

/** The other thing that is often wanted. */
export function secondAction(app: LoadedApp, acts: Acts): ReactNode {
  if (!app.deployed) {
    if (!canTryAgain(app)) return undefined;
    return app.errorCode === 'port_taken' ? <TryAgain app={app} outline /> : <ChangeLink app={app} outline />;
  }
  return app.may.operate && acts.stop && !acts.start ? <StopButton app={menuApp(app)} /> : undefined;
}

type Acts = ReturnType<typeof appActs>;

function canTryAgain({ may, activeJob, failedInstallJobId }: LoadedApp): boolean {
  return may.operate && activeJob === null && failedInstallJobId !== null;
}

function TryAgain({ app, outline = false }: { app: LoadedApp; outline?: boolean }) {
  return (
    <StartJobButton
      path={`/api/v1/jobs/${app.failedInstallJobId}/retries`}
      running={words.starting}
      variant={outline ? 'outline' : 'default'}
    >
      {words.tryAgain}
    </StartJobButton>
  );
}

/** Leads back to the deploy form with what was answered. */
function ChangeLink({ app, outline = false }: { app: LoadedApp; outline?: boolean }) {
  return (
    <Link
      href={`/applications/${app.applicationId}/deploy?server=${app.serverId}&from=${app.id}`}
      className={buttonVariants({ variant: outline ? 'outline' : 'default' })}
    >
      {words.change}
    </Link>
  );
}

/** What the dialogs of an app need to know about it. */
export function menuApp(app: LoadedApp): ConfirmedApp {
  const { id, displayName, instanceName, serverName } = app;
  // What was never started has made no volume, as far as anybody saw.
  const declared = app.deployed ? (app.version?.volumes.map(({ name }) => name) ?? []) : [];
  return {
    id,
    displayName,
    instanceName,
    serverName,
    volumes: [...new Set([...declared, ...app.volumes])].sort(),
  };
}
