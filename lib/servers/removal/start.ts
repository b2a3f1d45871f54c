import 'server-only';
import { findCredentialFacts, findServer, listAppsOn } from '@/db/servers/queries';
import { write } from '@/db/write';
import { type Actor, auditActorOf } from '@/lib/auth/actor';
import { wakeWorker } from '@/lib/jobs/bus';
import { enqueueJob } from '@/lib/jobs/enqueue';
import { notFound, TomoError } from '@/lib/runtime/errors';
import type { RemovalInput } from '../schema';
import { assertTrusted } from '../trusted';
import { assertRemovable } from './removable';

/** Records the removal of a server that also takes something off it: its apps, Tomo's key, or both. */
export async function startRemoval(
  actor: Actor,
  serverId: string,
  input: RemovalInput,
): Promise<{ jobId: string; existing: boolean }> {
  const job = await write(async (tx) => {
    const server = await findServer(tx, serverId);
    if (!server) throw notFound('This server');
    await assertRemovable(tx, server, input.confirmName);
    assertTrusted(server);
    const apps = input.apps === 'keep' ? [] : await listAppsOn(tx, serverId);
    const facts = await findCredentialFacts(tx, serverId);
    if (input.removeKey && !facts?.publicKey)
      throw new TomoError(
        'conflict',
        `${server.name} has no key of Tomo to remove: it signs in by password.`,
      );
    return enqueueJob(tx, {
      kind: 'server.remove',
      payload: {
        serverId,
        apps: apps.map(({ id, name }) => ({ id, name })),
        volumes: input.apps === 'uninstall_with_data',
        removeKey: input.removeKey,
      },
      lane: `server:${serverId}`,
      dedupeKey: `server.remove:${serverId}`,
      targetLabel: server.name,
      serverId,
      requestedBy: actor.userId,
      audit: {
        actor: auditActorOf(actor),
        entityType: 'server',
        entityId: serverId,
        entityName: server.name,
        action: 'delete',
        serverId,
        oldValue: { name: server.name, host: server.host, port: server.port, username: server.username },
        newValue: {
          uninstalled: apps.map(({ name }) => name),
          with_data: input.apps === 'uninstall_with_data',
          key_removed: input.removeKey,
        },
      },
    });
  });
  wakeWorker();
  return job;
}
