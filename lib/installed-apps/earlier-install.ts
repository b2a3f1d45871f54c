import 'server-only';
import { findActiveAppJob, findInstalledApp, findNewestVersion } from '@/db/installed-apps/queries';
import type { InstalledAppRow, InstalledAppVersionRow } from '@/db/installed-apps/tables';
import type { Tx } from '@/db/write';
import { notFound, TomoError } from '@/lib/runtime/errors';
import type { InstallInput } from './install-input';
import { versionConfig } from './version-config';
import { openSecrets } from './version-secrets';

export type EarlierInstall = {
  app: InstalledAppRow;
  version: InstalledAppVersionRow | undefined;
  values: Record<string, string>;
  generated: string[];
};

/**
 * An app whose deployment never succeeded: it may be tried again with other choices, under its name. Throws `conflict` with
 * reason `app_deployed` or `app_busy`.
 */
export async function findEarlierInstall(tx: Tx, input: InstallInput): Promise<EarlierInstall> {
  const app = await findInstalledApp(tx, input.installedAppId ?? '');
  if (!app || app.serverId !== input.serverId || app.appId !== input.applicationId)
    throw notFound('This app');
  if (app.currentVersionId !== null || app.instanceName !== input.instanceName) {
    throw new TomoError('conflict', `${app.displayName} is deployed already.`, {
      hint: 'Deploy another one under another name.',
      reason: 'app_deployed',
    });
  }
  const active = await findActiveAppJob(tx, app.id);
  if (active) {
    throw new TomoError('conflict', `A job works on ${app.displayName} right now.`, {
      hint: 'Wait for its end, then try again.',
      reason: 'app_busy',
      data: { jobId: active.id },
    });
  }
  const version = await findNewestVersion(tx, app.id);
  const config = versionConfig.safeParse(version?.config);
  if (!version || !config.success) return { app, version, values: {}, generated: [] };
  const secrets = [...openSecrets(version)].map(([key, secret]) => [key, secret.reveal()]);
  return {
    app,
    version,
    values: { ...config.data.plain, ...Object.fromEntries(secrets) },
    generated: config.data.generated,
  };
}
