import 'server-only';
import { database } from '@/db/client';
import type { JobRow } from '@/db/jobs/tables';
import { insertPreparation } from '@/db/preparations/mutations';
import { findActivePreparation, findPreparation, findPreparationOfJob } from '@/db/preparations/queries';
import { findServer } from '@/db/servers/queries';
import { type Tx, write } from '@/db/write';
import { type Actor, auditActorOf } from '@/lib/auth/actor';
import { wakeWorker } from '@/lib/jobs/bus';
import { enqueueJob } from '@/lib/jobs/enqueue';
import { type JobGroup, startGroup } from '@/lib/jobs/group';
import { nowIso } from '@/lib/runtime/clock';
import { notFound } from '@/lib/runtime/errors';
import { newId } from '@/lib/runtime/ids';
import { requireTrusted } from '@/lib/servers/require-trusted';
import { type PreparationOptions, preparationOptions, preparationSteps } from './schema';

/**
 * Records a preparation with its job and audited intent. While one of the same server waits or runs, that one is
 * returned. `retryOfId` names the preparation that is tried again.
 */
export async function startPreparation(
  actor: Actor,
  serverId: string,
  options: PreparationOptions,
  retryOfId?: string,
): Promise<{ jobId: string; preparationId: string; existing: boolean }> {
  const started = await write((tx) => recordPreparation(tx, actor, serverId, options, { retryOfId }));
  wakeWorker();
  return started;
}

/** The same for many servers: one preparation each, as one group. */
export function startPreparations(
  actor: Actor,
  serverIds: readonly string[],
  options: PreparationOptions,
): Promise<JobGroup> {
  return startGroup(serverIds, (tx, serverId, groupId) =>
    recordPreparation(tx, actor, serverId, options, { groupId }),
  );
}

async function recordPreparation(
  tx: Tx,
  actor: Actor,
  serverId: string,
  options: PreparationOptions,
  { retryOfId, groupId }: { retryOfId?: string; groupId?: string },
): Promise<{ jobId: string; preparationId: string; existing: boolean }> {
  const server = await findServer(tx, serverId);
  if (!server) throw notFound('This server');
  requireTrusted(server);
  const active = await findActivePreparation(tx, serverId);
  if (active?.jobId) return { jobId: active.jobId, preparationId: active.id, existing: true };
  const earlier = retryOfId ? await findPreparation(tx, retryOfId) : undefined;
  const [jobId, preparationId] = [newId(), newId()];
  const job = await enqueueJob(tx, {
    id: jobId,
    kind: 'server.prepare',
    payload: { serverId, preparationId, options },
    lane: `server:${serverId}`,
    dedupeKey: `server.prepare:${serverId}`,
    targetLabel: server.name,
    serverId,
    requestedBy: actor.userId,
    retryOfId: earlier?.jobId,
    groupId,
    audit: {
      actor: auditActorOf(actor),
      entityType: 'preparation',
      entityId: preparationId,
      entityName: server.name,
      action: earlier ? 'retry' : 'prepare',
      serverId,
      newValue: { options },
    },
  });
  await insertPreparation(tx, {
    id: preparationId,
    serverId,
    jobId: job.jobId,
    totalSteps: preparationSteps.length,
    options,
    retryOfId: earlier?.id,
    requestedBy: actor.userId,
    createdAt: nowIso(),
  });
  return { jobId: job.jobId, preparationId, existing: false };
}

/** Tries an ended preparation again with the same options; what is done already on the server is skipped. */
export async function retryPreparation(
  actor: Actor,
  job: JobRow,
): Promise<{ jobId: string; existing: boolean }> {
  const preparation = await findPreparationOfJob(database(), job.id);
  if (!preparation) throw notFound('This preparation');
  const options = preparationOptions.parse(preparation.options);
  const { jobId, existing } = await startPreparation(actor, preparation.serverId, options, preparation.id);
  return { jobId, existing };
}
