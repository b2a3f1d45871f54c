import 'server-only';
import { findApplication } from '@/db/applications/queries';
import { insertVersion, updateInstalledApp } from '@/db/installed-apps/mutations';
import {
  findActiveAppJob,
  findInstalledApp,
  findNewestVersion,
  findVersion,
  listPortClaims,
} from '@/db/installed-apps/queries';
import type { InstalledAppRow, InstalledAppVersionRow } from '@/db/installed-apps/tables';
import { findServer } from '@/db/servers/queries';
import { type Tx, write } from '@/db/write';
import { modelSchema } from '@/lib/applications/model';
import { type Actor, auditActorOf } from '@/lib/auth/actor';
import { wakeWorker } from '@/lib/jobs/bus';
import { enqueueJob } from '@/lib/jobs/enqueue';
import { nowIso } from '@/lib/runtime/clock';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { readSetting } from '@/lib/settings/read';
import type { ConfigureInput } from './install-input';
import { planInstall } from './plan-install';
import { serverDefaults } from './server-defaults';
import { runningApp, storedSurvey } from './stored-survey';
import { takenPorts } from './taken-ports';
import { claimPortsOf } from './version-claims';
import { versionConfig } from './version-config';
import { versionRow } from './version-row';
import { openSecrets } from './version-secrets';

type Started = { jobId: string; existing: boolean };

/**
 * Records a change of the configuration of a deployed app in one transaction: a new version of the same definition and the
 * same images, its ports beside the present ones, the job and the audited intent. Secrets that are not typed stay. Throws
 * `invalid` with messages per field, and `conflict` with reason `port_taken`, `app_busy` or `not_deployed`.
 */
export async function startConfigure(actor: Actor, appId: string, input: ConfigureInput): Promise<Started> {
  const job = await write((tx) => record(tx, actor, appId, input));
  wakeWorker();
  return job;
}

async function record(tx: Tx, actor: Actor, appId: string, input: ConfigureInput): Promise<Started> {
  const { app, version: current, newestNo } = await deployedApp(tx, appId);
  const server = await findServer(tx, app.serverId);
  if (!server) throw notFound('This server');
  const application = await findApplication(tx, app.appId);
  const model = modelSchema.parse(current.definition);
  const before = versionConfig.parse(current.config);
  const secrets = [...openSecrets(current)].map(([key, secret]) => [key, secret.reveal()]);
  // What was granted since counts only for the definition that runs.
  const granted = application?.contentHash === current.contentHash ? application.consents : current.consents;
  const survey = storedSurvey(server, await listPortClaims(tx, server.id), runningApp(app));
  const plan = planInstall(input, {
    model,
    taken: takenPorts(survey, app.id),
    range: { min: readSetting('apps.port_suggest_min'), max: readSetting('apps.port_suggest_max') },
    server: serverDefaults(server),
    logs: {
      maxMb: readSetting('apps.container_log_max_mb'),
      files: readSetting('apps.container_log_files'),
    },
    granted,
    started: true,
    previous: { ...before.plain, ...Object.fromEntries(secrets) },
    previouslyGenerated: before.generated,
    renderedAt: nowIso(),
  });
  const version = versionRow(app, { ...current, consents: granted }, plan, {
    reason: 'configure',
    versionNo: newestNo + 1,
    createdBy: actor.userId,
    basedOnId: current.id,
  });
  const displayName = input.displayName ?? app.displayName;
  await updateInstalledApp(tx, app.id, { displayName, desiredState: 'running' });
  const job = await enqueueJob(tx, {
    kind: 'app.configure',
    payload: { installedAppId: app.id, versionId: version.id },
    lane: `app:${app.id}`,
    dedupeKey: `app.configure:${app.id}`,
    targetLabel: displayName,
    serverId: server.id,
    installedAppId: app.id,
    requestedBy: actor.userId,
    audit: {
      actor: auditActorOf(actor),
      entityType: 'app',
      entityId: app.id,
      entityName: displayName,
      action: 'configure',
      serverId: server.id,
      oldValue: auditedConfig(app.displayName, before),
      newValue: auditedConfig(displayName, plan.config),
    },
  });
  await insertVersion(tx, { ...version, jobId: job.jobId });
  await claimPortsOf(tx, app, [current, version]);
  return job;
}

/** The app with its version in force; the number of its newest one, which may have failed. */
async function deployedApp(
  tx: Tx,
  appId: string,
): Promise<{ app: InstalledAppRow; version: InstalledAppVersionRow; newestNo: number }> {
  const app = await findInstalledApp(tx, appId);
  if (!app) throw notFound('This app');
  const version = app.currentVersionId ? await findVersion(tx, app.currentVersionId) : undefined;
  if (!version)
    throw new TomoError('conflict', `${app.displayName} was never deployed successfully.`, {
      hint: 'Change and deploy it again from its page.',
      reason: 'not_deployed',
    });
  const active = await findActiveAppJob(tx, app.id);
  if (active)
    throw new TomoError('conflict', `A job works on ${app.displayName} right now.`, {
      hint: 'Wait for its end or cancel it, then try again.',
      reason: 'app_busy',
      data: { jobId: active.id },
    });
  const newest = await findNewestVersion(tx, app.id);
  return { app, version, newestNo: newest?.versionNo ?? version.versionNo };
}

/** What the ledger tells of a configuration. Fields by name: their values may be private. */
function auditedConfig(
  name: string,
  { ports, limits, plain }: Pick<VersionConfigLike, 'ports' | 'limits' | 'plain'>,
) {
  return {
    name,
    ports: ports.map(({ protocol, address, port }) => `${address}:${port}/${protocol}`),
    limits,
    fields: Object.keys(plain),
  };
}

type VersionConfigLike = ReturnType<typeof versionConfig.parse>;
