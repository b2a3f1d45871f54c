import 'server-only';
import { database } from '@/db/client';
import {
  findActiveAppJob,
  findInstalledAppSummary,
  findNewestAppJob,
  findNewestVersion,
  findVersion,
  listInstalledApps,
} from '@/db/installed-apps/queries';
import { listJobs } from '@/db/jobs/queries';
import { can } from '@/lib/auth/permissions';
import { jobSummary } from '@/lib/jobs/views';
import { defineLoader } from '@/lib/procedures/loader';
import { notFound } from '@/lib/runtime/errors';
import { isId } from '@/lib/runtime/ids';
import { storedServices } from './app-state';
import { type AppSummary, appSummary, serviceView, versionView } from './views';

const LAST_JOBS = 6;

/** Every installed app, or those of one server, by name. */
export const loadInstalledApps = defineLoader(
  'apps.read',
  async (actor, filter: { serverId?: string } = {}): Promise<AppSummary[]> => {
    const seesOutput = can(actor.role, 'jobs.output');
    return (await listInstalledApps(database(), filter)).map((row) => appSummary(row, seesOutput));
  },
);

/** What the person may do with apps; screens show no action that the role can never do. */
export const loadAppAbilities = defineLoader('apps.read', async (actor) => ({
  operate: can(actor.role, 'apps.operate'),
  secrets: can(actor.role, 'apps.secrets'),
}));

/** One app with everything its page shows: what was seen of it, what was chosen, what was done last. No secret. */
export const loadInstalledApp = defineLoader('apps.read', async (actor, appId: string) => {
  const summary = isId(appId) ? await findInstalledAppSummary(database(), appId) : undefined;
  if (!summary) throw notFound('This app');
  const { app } = summary;
  const version = app.currentVersionId
    ? await findVersion(database(), app.currentVersionId)
    : await findNewestVersion(database(), app.id);
  const operates = can(actor.role, 'apps.operate');
  const seesOutput = can(actor.role, 'jobs.output');
  const active = await findActiveAppJob(database(), app.id);
  const install = await findNewestAppJob(database(), app.id, 'app.install');
  return {
    ...appSummary(summary, seesOutput),
    errorCode: app.errorCode,
    desiredState: app.desiredState,
    installedAt: app.installedAt,
    startedAt: app.startedAt,
    createdAt: app.createdAt,
    observed: storedServices(app).map((service) => serviceView(service, seesOutput)),
    version: version ? versionView(app, version, operates) : null,
    activeJob: active ? { id: active.id, kind: active.kind } : null,
    /** The deployment to try again, while none has succeeded. */
    failedInstallJobId: app.currentVersionId === null && install?.finishedAt ? install.id : null,
    jobs: (await listJobs(database(), { installedAppId: app.id }, LAST_JOBS)).map((row) =>
      jobSummary(row, operates),
    ),
    may: {
      operate: operates,
      secrets: can(actor.role, 'apps.secrets'),
      logs: can(actor.role, 'apps.logs'),
    },
  };
});

export type LoadedApp = Awaited<ReturnType<typeof loadInstalledApp>>;
