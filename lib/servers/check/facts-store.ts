import 'server-only';
import { updateServerObserved, updateServerStatus } from '@/db/servers/mutations';
import { findServer } from '@/db/servers/queries';
import { write } from '@/db/write';
import { nowIso } from '@/lib/runtime/clock';
import type { ObservedFacts } from './read-facts';

/**
 * Keeps what a server said about itself; having answered, it is online. `updates: false`: it was not asked about packages,
 * and what it said of them the last time stays.
 */
export async function storeFacts(
  serverId: string,
  facts: ObservedFacts,
  { updates = true }: { updates?: boolean } = {},
): Promise<void> {
  const now = nowIso();
  await write(async (tx) => {
    const earlier = updates
      ? undefined
      : ((await findServer(tx, serverId))?.systemInfo as ObservedFacts | null);
    await updateServerObserved(tx, serverId, {
      systemInfo: earlier ? { ...facts, pendingUpdates: earlier.pendingUpdates } : facts,
      systemInfoUpdatedAt: now,
      machineId: facts.machineId,
      dockerStatus: facts.docker.status,
      dockerVersion: facts.docker.engineVersion ?? facts.docker.programVersion,
      composeVersion: facts.docker.composeVersion,
    });
    await updateServerStatus(tx, serverId, {
      status: 'online',
      statusReason: null,
      statusChangedAt: now,
      lastConnectedAt: now,
      consecutiveFailures: 0,
    });
  });
}
