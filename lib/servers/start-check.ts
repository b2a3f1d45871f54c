import 'server-only';
import { findServer } from '@/db/servers/queries';
import { type Tx, write } from '@/db/write';
import type { Actor } from '@/lib/auth/actor';
import { wakeWorker } from '@/lib/jobs/bus';
import { type JobGroup, startGroup } from '@/lib/jobs/group';
import { notFound } from '@/lib/runtime/errors';
import { requireTrusted } from './require-trusted';
import { enqueueServerJob } from './server-job';

/** `check` goes through every stage with a connection of its own; `facts` only reads the facts anew. */
export type CheckKind = 'check' | 'facts';

/** Records a check of a server; a second start finds the first. */
export async function startCheck(
  actor: Actor,
  serverId: string,
  kind: CheckKind = 'check',
): Promise<{ jobId: string; existing: boolean }> {
  const job = await write((tx) => recordCheck(tx, actor, serverId, kind));
  wakeWorker();
  return job;
}

/** The same for many servers: one job each, as one group. */
export function startChecks(actor: Actor, serverIds: readonly string[], kind: CheckKind): Promise<JobGroup> {
  return startGroup(serverIds, (tx, serverId, groupId) => recordCheck(tx, actor, serverId, kind, groupId));
}

async function recordCheck(tx: Tx, actor: Actor, serverId: string, kind: CheckKind, groupId?: string) {
  const server = await findServer(tx, serverId);
  if (!server) throw notFound('This server');
  // A check of an unknown server only looks at its keys; facts need a sign-in.
  if (kind === 'facts') requireTrusted(server);
  return enqueueServerJob(tx, actor, server, {
    kind: `server.${kind}`,
    payload: kind === 'check' ? { jump: server.jumpServerId !== null } : {},
    isAlone: false,
    groupId,
    action: 'connect',
  });
}
