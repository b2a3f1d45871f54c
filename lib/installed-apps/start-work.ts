import 'server-only';
import { updateInstalledApp } from '@/db/installed-apps/mutations';
import {
  findActiveAppJob,
  findInstalledApp,
  findNewestVersion,
  findVersion,
} from '@/db/installed-apps/queries';
import type { InstalledAppRow } from '@/db/installed-apps/tables';
import type { JobRow } from '@/db/jobs/tables';
import { type Tx, write } from '@/db/write';
import { modelSchema } from '@/lib/applications/model';
import type { AuditAction } from '@/lib/audit/entry';
import { type Actor, auditActorOf } from '@/lib/auth/actor';
import { wakeWorker } from '@/lib/jobs/bus';
import { enqueueJob } from '@/lib/jobs/enqueue';
import { notFound, TomoError } from '@/lib/runtime/errors';

type Started = { jobId: string; existing: boolean };
type Lifecycle = 'start' | 'stop' | 'restart';

/** Records a start, stop or restart of an app. A second one of the same kind finds the first. */
export async function startLifecycle(actor: Actor, appId: string, act: Lifecycle): Promise<Started> {
  return record(actor, appId, `app.${act}`, act, async (tx, app) => {
    if (app.currentVersionId === null) throw neverDeployed(app);
    await updateInstalledApp(tx, app.id, { desiredState: act === 'stop' ? 'stopped' : 'running' });
    return { installedAppId: app.id, versionId: app.currentVersionId };
  });
}

/**
 * Records a restart of one service of an app that is meant to run. Throws `not_found` for a service that the version in force
 * does not have, and `conflict` with reason `app_stopped`.
 */
export async function startServiceRestart(actor: Actor, appId: string, service: string): Promise<Started> {
  return record(actor, appId, 'app.restart', 'restart', restarted, { service });

  async function restarted(tx: Tx, app: InstalledAppRow) {
    if (app.currentVersionId === null) throw neverDeployed(app);
    const version = await findVersion(tx, app.currentVersionId);
    const model = modelSchema.safeParse(version?.definition);
    if (!model.success || !Object.hasOwn(model.data.services, service)) throw notFound('This service');
    if (app.desiredState === 'stopped')
      throw new TomoError('conflict', `${app.displayName} is stopped.`, {
        hint: 'Start the app: that starts every service.',
        reason: 'app_stopped',
      });
    return { installedAppId: app.id, versionId: app.currentVersionId, service };
  }
}

/** Restarts again what a job was to restart: the app, or one service of it. */
export async function retryRestart(actor: Actor, job: JobRow): Promise<Started> {
  const service = serviceOf(job.payload);
  const appId = job.installedAppId ?? '';
  return typeof service === 'string'
    ? startServiceRestart(actor, appId, service)
    : startLifecycle(actor, appId, 'restart');
}

/** Records the removal of an app, with its volumes or without them. `conflict` while one goes on that treats them otherwise. */
export async function startRemoval(actor: Actor, appId: string, volumes: boolean): Promise<Started> {
  const payloadOf = async (_tx: Tx, app: InstalledAppRow) => ({ installedAppId: app.id, volumes });
  return record(actor, appId, 'app.remove', 'uninstall', payloadOf, { volumes });
}

/** Records a look at the containers of an app. */
export async function startAppCheck(actor: Actor, appId: string): Promise<Started> {
  return record(actor, appId, 'app.check', 'verify', async (_tx, app) => ({ installedAppId: app.id }));
}

/** Tries a deployment or a change of configuration again: the same version with the same configuration and secrets. */
export async function retryInstall(actor: Actor, job: JobRow): Promise<Started> {
  const { installedAppId = '', versionId } = job.payload as { installedAppId?: string; versionId?: string };
  return record(actor, installedAppId, job.kind, 'retry', retried, { retryOfId: job.id });

  async function retried(tx: Tx, app: InstalledAppRow) {
    const newest = await findNewestVersion(tx, app.id);
    if (newest?.id !== versionId || app.currentVersionId === versionId) {
      throw new TomoError('conflict', `${app.displayName} was deployed otherwise meanwhile.`, {
        hint: 'Open its page to see where it stands.',
        reason: 'outdated',
      });
    }
    await updateInstalledApp(tx, app.id, { status: 'pending' });
    return {
      installedAppId: app.id,
      versionId,
      ...(job.kind === 'app.install' && { requestKey: null }),
    };
  }
}

async function record(
  actor: Actor,
  appId: string,
  kind: string,
  action: AuditAction,
  payloadOf: (tx: Tx, app: InstalledAppRow) => Promise<Record<string, unknown>>,
  { retryOfId, service, volumes }: { retryOfId?: string; service?: string; volumes?: boolean } = {},
): Promise<Started> {
  const job = await write(async (tx) => {
    const app = await findInstalledApp(tx, appId);
    if (!app) throw notFound('This app');
    const active = await findActiveAppJob(tx, app.id);
    if (active?.kind === kind && isSameWork(active.payload, { service, volumes }))
      return { jobId: active.id, existing: true };
    if (active) throw busy(app, active.id);
    const payload = await payloadOf(tx, app);
    return enqueueJob(tx, {
      kind,
      payload,
      lane: `app:${app.id}`,
      dedupeKey: `${kind}:${app.id}`,
      targetLabel: [app.displayName, service].filter(Boolean).join(' · '),
      serverId: app.serverId,
      installedAppId: app.id,
      requestedBy: actor.userId,
      retryOfId,
      audit: {
        actor: auditActorOf(actor),
        entityType: 'app',
        entityId: app.id,
        entityName: app.displayName,
        action,
        serverId: app.serverId,
        newValue:
          'volumes' in payload
            ? { volumes: payload.volumes }
            : 'service' in payload
              ? { service: payload.service }
              : null,
      },
    });
  });
  wakeWorker();
  return job;
}

/** The one service that a job is about, if it is about one. */
/** Whether a job of the same kind does what is asked for now: another service or other volumes are other work. */
function isSameWork(payload: unknown, asked: { service?: string; volumes?: boolean }): boolean {
  const { volumes } = payload as { volumes?: boolean };
  return serviceOf(payload) === asked.service && volumes === asked.volumes;
}

function serviceOf(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'service' in payload
    ? payload.service
    : undefined;
}

function neverDeployed(app: InstalledAppRow): TomoError {
  return new TomoError('conflict', `${app.displayName} was never deployed successfully.`, {
    hint: 'Deploy it again, or remove it.',
    reason: 'not_deployed',
  });
}

function busy(app: InstalledAppRow, jobId: string): TomoError {
  return new TomoError('conflict', `A job works on ${app.displayName} right now.`, {
    hint: 'Wait for its end or cancel it, then try again.',
    reason: 'app_busy',
    data: { jobId },
  });
}
