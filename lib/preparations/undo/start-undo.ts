import 'server-only';
import type { JobRow } from '@/db/jobs/tables';
import { findLatestChange, findPreparation } from '@/db/preparations/queries';
import type { Actor } from '@/lib/auth/actor';
import { TomoError } from '@/lib/runtime/errors';
import { type StartedRun, startRun } from '../start-run';

/** Starts the dry run of an undo: what Tomo changed on the server, and what taking it back means. */
export function planUndo(
  actor: Actor,
  serverId: string,
  { withContainers }: { withContainers: boolean },
): Promise<StartedRun> {
  return startRun(actor, serverId, {
    jobKind: 'server.plan_undo',
    kind: 'check',
    action: 'plan',
    options: { undo: true, withContainers },
    payload: { withContainers, planSum: null },
  });
}

/** Plans an undo again. */
export async function retryUndoPlan(
  actor: Actor,
  job: JobRow,
): Promise<{ jobId: string; existing: boolean }> {
  const { withContainers = false } = job.payload as { withContainers?: boolean };
  const { jobId, existing } = await planUndo(actor, job.serverId ?? '', { withContainers });
  return { jobId, existing };
}

/**
 * Undoes what the plan `planId` showed. Throws `conflict` when that is no completed plan of this server, or something was
 * changed since: nobody takes away what they have not seen.
 */
export function startUndo(actor: Actor, serverId: string, planId: string | undefined): Promise<StartedRun> {
  return startRun(actor, serverId, async (tx) => {
    const plan = planId ? await findPreparation(tx, planId) : undefined;
    const options = (plan?.options ?? {}) as { undo?: boolean; withContainers?: boolean };
    const sum = (plan?.result as { sum?: unknown } | null)?.sum;
    const newest = await findLatestChange(tx, serverId);
    const isPlan =
      plan?.serverId === serverId &&
      options.undo === true &&
      plan.status === 'completed' &&
      typeof sum === 'string';
    if (!plan || !isPlan || (newest && newest.createdAt > plan.createdAt))
      throw new TomoError('conflict', 'This is no plan of an undo that still holds.', {
        hint: 'Plan the undo again and look at the new plan.',
        reason: 'plan_outdated',
      });
    const withContainers = options.withContainers === true;
    return {
      jobKind: 'server.undo_preparation',
      kind: 'remove',
      action: 'undo',
      options: { planId: plan.id, withContainers },
      payload: { withContainers, planSum: sum },
    };
  });
}
