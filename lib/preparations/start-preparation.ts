import 'server-only';
import { database } from '@/db/client';
import type { JobRow } from '@/db/jobs/tables';
import { findPreparationOfJob } from '@/db/preparations/queries';
import type { Actor } from '@/lib/auth/actor';
import { requireRecentPassword } from '@/lib/auth/reauth';
import type { JobGroup } from '@/lib/jobs/group';
import { requirePermission } from '@/lib/procedures/guard';
import { notFound } from '@/lib/runtime/errors';
import { permissionFor } from './required-permission';
import { type PreparationOptions, preparationOptions } from './schema';
import { type Run, type StartedRun, startRun, startRuns } from './start-run';

/** Starts a preparation. `retryOfId` names the preparation that is tried again. */
export async function startPreparation(
  actor: Actor,
  serverId: string,
  options: PreparationOptions,
  retryOfId?: string,
): Promise<StartedRun> {
  await requireRights(actor, options);
  return startRun(actor, serverId, { ...preparation(options), retryOfId });
}

/** The same for many servers: one preparation each, as one group. */
export async function startPreparations(
  actor: Actor,
  serverIds: readonly string[],
  options: PreparationOptions,
): Promise<JobGroup> {
  await requireRights(actor, options);
  return startRuns(actor, serverIds, preparation(options));
}

// Changes how Tomo signs in: as by hand, only for those who may, and who entered their password a moment ago.
async function requireRights(actor: Actor, options: PreparationOptions): Promise<void> {
  await requirePermission(actor, permissionFor(options), 'server.prepare');
  if (options.ownAccount) requireRecentPassword(actor);
}

const preparation = (options: PreparationOptions): Run => ({
  jobKind: 'server.prepare',
  kind: 'install',
  action: 'prepare',
  options,
  payload: { options },
});

/** Starts the dry run of a preparation with these options. */
export function planPreparation(
  actor: Actor,
  serverId: string,
  options: PreparationOptions,
  retryOfId?: string,
): Promise<StartedRun> {
  return startRun(actor, serverId, {
    jobKind: 'server.plan_preparation',
    kind: 'check',
    action: 'plan',
    options,
    payload: { options },
    retryOfId,
  });
}

/**
 * Tries an ended preparation (or plan) again with the same options. Every step asks the server anew: what is done already is
 * skipped, so that the run goes on where the earlier one ended.
 */
export async function retryPreparation(
  actor: Actor,
  job: JobRow,
): Promise<{ jobId: string; existing: boolean }> {
  const preparation = await findPreparationOfJob(database(), job.id);
  if (!preparation) throw notFound('This preparation');
  const start = job.kind === 'server.prepare' ? startPreparation : planPreparation;
  const options = preparationOptions.parse(preparation.options);
  const { jobId, existing } = await start(actor, preparation.serverId, options, preparation.id);
  return { jobId, existing };
}
