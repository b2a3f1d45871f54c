import 'server-only';
import { updateServerObserved, updateServerStatus } from '@/db/servers/mutations';
import { write } from '@/db/write';
import { nowIso } from '@/lib/runtime/clock';
import type { ObservedFacts } from './read-facts';

/** Keeps what a server said about itself; having answered, it is online. */
export async function storeFacts(serverId: string, facts: ObservedFacts): Promise<void> {
  const now = nowIso();
  await write(async (tx) => {
    await updateServerObserved(tx, serverId, {
      systemInfo: facts,
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
