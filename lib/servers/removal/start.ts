import 'server-only';
import type { JobRow } from '@/db/jobs/tables';
import { findCredentialFacts, findServer, listAppsOn } from '@/db/servers/queries';
import { write } from '@/db/write';
import type { Actor } from '@/lib/auth/actor';
import { wakeWorker } from '@/lib/jobs/bus';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { requireTrusted } from '../require-trusted';
import type { RemovalInput } from '../schema';
import { enqueueServerJob } from '../server-job';
import { removalPayload } from './payload';
import { assertRemovable } from './removable';

/** Tries a removal again with what is left to do: apps that are gone already are not asked for twice. */
export async function retryRemoval(actor: Actor, job: JobRow): Promise<{ jobId: string; existing: boolean }> {
  const payload = removalPayload.parse(job.payload);
  const asked = new Set(payload.apps.map(({ id }) => id));
  const apps = asked.size === 0 ? 'keep' : payload.volumes ? 'uninstall_with_data' : 'uninstall';
  const { targetLabel, serverId } = job;
  if (!serverId) throw notFound('This server');
  const input = { confirmName: targetLabel, apps, removeKey: payload.removeKey } as const;
  return startRemoval(actor, serverId, input, asked);
}

/**
 * Records the removal of a server that also takes something off it: its apps, Tomo's key, or both.
 * `only`: no other apps than these.
 */
export async function startRemoval(
  actor: Actor,
  serverId: string,
  input: RemovalInput,
  only?: ReadonlySet<string>,
): Promise<{ jobId: string; existing: boolean }> {
  const job = await write(async (tx) => {
    const server = await findServer(tx, serverId);
    if (!server) throw notFound('This server');
    await assertRemovable(tx, server, input.confirmName);
    requireTrusted(server);
    const there = input.apps === 'keep' ? [] : await listAppsOn(tx, serverId);
    const apps = there.filter(({ id }) => !only || only.has(id));
    const facts = await findCredentialFacts(tx, serverId);
    if (input.removeKey && facts?.kind !== 'generated_key')
      throw new TomoError('conflict', `${server.name} has no key of Tomo to remove.`, {
        hint: 'Tomo signs in with a password, or with a key that somebody gave to it and that is theirs.',
      });
    return enqueueServerJob(tx, actor, server, {
      kind: 'server.remove',
      payload: {
        apps: apps.map(({ id, name }) => ({ id, name })),
        volumes: input.apps === 'uninstall_with_data',
        removeKey: input.removeKey,
      },
      isAlone: true,
      action: 'delete',
      oldValue: { name: server.name, host: server.host, port: server.port, username: server.username },
      newValue: {
        uninstalled: apps.map(({ name }) => name),
        with_data: input.apps === 'uninstall_with_data',
        key_removed: input.removeKey,
      },
    });
  });
  wakeWorker();
  return job;
}
