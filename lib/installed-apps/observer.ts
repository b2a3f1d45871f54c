import 'server-only';
import pLimit from 'p-limit';
import { database } from '@/db/client';
import { listServersToObserve } from '@/db/installed-apps/queries';
import { isDockerError } from '@/lib/docker/errors';
import { logDebug, logError } from '@/lib/log/logger';
import { sleep } from '@/lib/runtime/clock';
import { isTomoError } from '@/lib/runtime/errors';
import { withServer } from '@/lib/servers/with-server';
import { noteSilentEngine, observeServer } from './observe';

const EVERY_MS = 30_000;
const AT_ONCE = 4;
const STOP_MS = 3_000;

/**
 * Looks at the apps of every online server each 30 s, so that a container that was killed, stopped or removed by hand shows.
 * A server that is slow waits alone; one that is gone is told by the metrics.
 */
export function startObservation(): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const underWay = new Map<string, Promise<void>>();
  const limit = pLimit(AT_ONCE);

  const observe = async (serverId: string): Promise<void> => {
    try {
      const { signal } = stopping;
      await withServer(serverId, (link) => observeServer(link, { signal }), { background: true, signal });
    } catch (error) {
      if (stopping.signal.aborted) return;
      if (isDockerError(error)) await noteSilentEngine(serverId, error).catch(() => undefined);
      if (isTomoError(error))
        logDebug('app', 'Apps could not be looked at', { serverId, reason: error.reason });
      else logError('app', `The apps of server ${serverId} could not be looked at`, error);
    } finally {
      underWay.delete(serverId);
    }
  };
  const round = async (): Promise<void> => {
    for (const serverId of await listServersToObserve(database()))
      if (!underWay.has(serverId))
        underWay.set(
          serverId,
          limit(() => observe(serverId)),
        );
  };
  const timer = setInterval(() => {
    round().catch((error) => logError('app', 'The servers with apps could not be listed', error));
  }, EVERY_MS);

  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await Promise.race([Promise.allSettled(underWay.values()), sleep(STOP_MS)]);
    },
  };
}
