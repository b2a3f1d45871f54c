import 'server-only';
import { database } from '@/db/client';
import { findInstalledApp, findVersion } from '@/db/installed-apps/queries';
import type { InstalledAppRow, InstalledAppVersionRow } from '@/db/installed-apps/tables';
import type { Secret } from '@/lib/crypto/secret';
import type { RunningJob } from '@/lib/jobs/define';
import { AlreadyDone, Cancelled, Interrupted } from '@/lib/jobs/step';
import { isTomoError, notFound, TomoError } from '@/lib/runtime/errors';
import { lasting } from '@/lib/servers/lasting';
import type { ServerLink } from '@/lib/servers/link';
import { openSecrets } from '../version-secrets';

/** What every step of a job of an app works with. */
export type AppWork = {
  job: RunningJob<unknown>;
  app: InstalledAppRow;
  serverId: string;
};

/** A job that deploys or starts a version. The version is replaced when its digests are found. */
export type VersionWork = AppWork & {
  version: InstalledAppVersionRow;
  secrets: ReadonlyMap<string, Secret>;
  /** The files on the server were written and compared by this very run, just now. */
  isCompared?: boolean;
};

/** Loads the app of a job. Throws `not_found` when it was removed meanwhile. */
export async function loadAppWork(job: RunningJob<unknown>, installedAppId: string): Promise<AppWork> {
  const app = await findInstalledApp(database(), installedAppId);
  if (!app) throw notFound('This app');
  return { job, app, serverId: app.serverId };
}

/** Loads the app and one of its versions, and keeps its secrets out of every line of the job. */
export async function loadVersionWork(
  job: RunningJob<unknown>,
  installedAppId: string,
  versionId: string,
): Promise<VersionWork> {
  const work = await loadAppWork(job, installedAppId);
  const version = await findVersion(database(), versionId);
  if (version?.installedAppId !== installedAppId) throw notFound('This version');
  const secrets = openSecrets(version);
  for (const secret of secrets.values()) job.addSecret(secret);
  return { ...work, version, secrets };
}

/** Asks or changes the server of an app by `fn`, which must bear being run again when the connection is lost. */
export function onServer<T>({ job, serverId }: AppWork, fn: (link: ServerLink) => Promise<T>): Promise<T> {
  return lasting(job, serverId, fn);
}

/** Runs a part of a job and adds to whatever it throws, in one sentence, what it leaves behind on the server. */
export async function leaving<T>(work: AppWork, sentence: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Cancelled || error instanceof Interrupted || error instanceof AlreadyDone)
      throw error;
    if (work.job.signal.aborted) throw new Cancelled(sentence);
    if (!isTomoError(error)) throw error;
    const { code, message, hint, reason, data } = error;
    throw new TomoError(code, message, {
      hint: [hint, sentence].filter(Boolean).join(' '),
      reason,
      data,
      cause: error,
    });
  }
}
