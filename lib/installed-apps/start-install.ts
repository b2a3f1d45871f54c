import 'server-only';
import { findApplication } from '@/db/applications/queries';
import {
  deletePortClaims,
  insertInstalledApp,
  insertPortClaims,
  insertVersion,
  updateInstalledApp,
} from '@/db/installed-apps/mutations';
import {
  findInstalledAppByName,
  findNewestAppJob,
  listInstanceNames,
  listPortClaims,
} from '@/db/installed-apps/queries';
import { findServer } from '@/db/servers/queries';
import { type Tx, write } from '@/db/write';
import { type Model, modelSchema } from '@/lib/applications/model';
import { type Actor, auditActorOf } from '@/lib/auth/actor';
import { wakeWorker } from '@/lib/jobs/bus';
import { enqueueJob } from '@/lib/jobs/enqueue';
import { nowIso } from '@/lib/runtime/clock';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { newId } from '@/lib/runtime/ids';
import { readSetting } from '@/lib/settings/read';
import { defaultName } from './default-name';
import { findEarlierInstall } from './earlier-install';
import type { InstallInput } from './install-input';
import { proposeInstanceName } from './instance-name';
import { planInstall } from './plan-install';
import { serverDefaults } from './server-defaults';
import { serverFit } from './server-fit';
import { runningApp, storedSurvey } from './stored-survey';
import { takenPorts } from './taken-ports';
import { claimsOf, versionRow } from './version-row';

export type StartedInstall = { jobId: string; existing: boolean; installedAppId: string };

/**
 * Records a deployment in one transaction: the app with its claimed ports, the version with its sealed secrets, the job and
 * the audited intent. Nothing is asked of the server here. `requestKey` makes a repeated request find its first one.
 * Throws `invalid` with messages per field, and `conflict` with reason `name_taken`, `port_taken`, `app_busy`, or why the
 * server cannot take the app.
 */
export async function startInstall(
  actor: Actor,
  input: InstallInput,
  requestKey: string | null,
): Promise<StartedInstall> {
  const started = await write((tx) => record(tx, actor, input, requestKey));
  wakeWorker();
  return started;
}

async function record(
  tx: Tx,
  actor: Actor,
  input: InstallInput,
  requestKey: string | null,
): Promise<StartedInstall> {
  const application = await findApplication(tx, input.applicationId);
  if (application?.status !== 'available') throw notFound('This application');
  const server = await findServer(tx, input.serverId);
  if (!server) throw notFound('This server');
  const repeated = await findRepeated(tx, actor, input, requestKey);
  if (repeated) return repeated;
  const model = modelSchema.parse(application.definition);
  const fit = serverFit(server, model);
  if (!fit.fits) throw new TomoError('conflict', fit.sentence, { hint: fit.hint, reason: fit.reason });
  const earlier = input.installedAppId ? await findEarlierInstall(tx, input) : undefined;
  if (!earlier) await requireFreeName(tx, input, model);
  const survey = storedSurvey(server, await listPortClaims(tx, server.id), runningApp(earlier?.app));
  const plan = planInstall(input, {
    model,
    taken: takenPorts(survey, earlier?.app.id),
    range: { min: readSetting('apps.port_suggest_min'), max: readSetting('apps.port_suggest_max') },
    server: serverDefaults(server),
    logs: {
      maxMb: readSetting('apps.container_log_max_mb'),
      files: readSetting('apps.container_log_files'),
    },
    granted: application.consents,
    started: false,
    previous: earlier?.values ?? {},
    previouslyGenerated: earlier?.generated ?? [],
    renderedAt: nowIso(),
  });
  const app = {
    id: earlier?.app.id ?? newId(),
    serverId: server.id,
    appId: application.id,
    instanceName: input.instanceName,
    displayName: input.displayName ?? defaultName(model, input.instanceName),
  };
  const version = versionRow(app, application, plan, {
    reason: 'install',
    versionNo: (earlier?.version?.versionNo ?? 0) + 1,
    createdBy: actor.userId,
    basedOnId: earlier?.version?.id ?? null,
  });
  if (earlier) {
    await deletePortClaims(tx, app.id);
    await updateInstalledApp(tx, app.id, { ...app, ...untried });
  } else await insertInstalledApp(tx, { ...app, createdBy: actor.userId });
  const job = await enqueueJob(tx, {
    kind: 'app.install',
    payload: { installedAppId: app.id, versionId: version.id, requestKey },
    lane: `app:${app.id}`,
    dedupeKey: `app.install:${app.id}`,
    targetLabel: app.displayName,
    serverId: server.id,
    installedAppId: app.id,
    requestedBy: actor.userId,
    audit: {
      actor: auditActorOf(actor),
      entityType: 'app',
      entityId: app.id,
      entityName: app.displayName,
      action: 'install',
      serverId: server.id,
      newValue: {
        application: model.slug,
        version: model.version,
        name: app.instanceName,
        server: server.name,
        ports: plan.config.ports.map(({ protocol, address, port }) => `${address}:${port}/${protocol}`),
        fields: Object.keys(plan.config.plain),
        secrets: Object.fromEntries(Object.keys(plan.secrets).map((key) => [key, '[redacted]'])),
        privileges: version.consents,
      },
    },
  });
  await insertVersion(tx, { ...version, jobId: job.jobId });
  await insertPortClaims(tx, claimsOf(app, model, plan.config));
  return { ...job, installedAppId: app.id };
}

const untried = { status: 'pending', errorCode: null, errorMessage: null } as const;

/** The same request sent twice: the app and job that the first one made. */
async function findRepeated(
  tx: Tx,
  actor: Actor,
  input: InstallInput,
  requestKey: string | null,
): Promise<StartedInstall | undefined> {
  if (requestKey === null) return undefined;
  const app = await findInstalledAppByName(tx, input.serverId, input.instanceName);
  const job = app && (await findNewestAppJob(tx, app.id, 'app.install'));
  const payload = job?.payload as { requestKey?: string | null } | undefined;
  if (!job || payload?.requestKey !== requestKey || job.requestedBy !== actor.userId) return undefined;
  return { jobId: job.id, existing: true, installedAppId: app.id };
}

async function requireFreeName(tx: Tx, input: InstallInput, model: Model): Promise<void> {
  const taken = await listInstanceNames(tx, input.serverId);
  if (!taken.has(input.instanceName)) return;
  const free = proposeInstanceName(model.slug, taken);
  throw new TomoError('conflict', `The name ${input.instanceName} is taken on this server.`, {
    hint: `Use another one, for example ${free}.`,
    reason: 'name_taken',
    fields: { instanceName: `This name is taken on the server. Use another one, for example ${free}.` },
    data: { 'suggestion.instanceName': free },
  });
}
