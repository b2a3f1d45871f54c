import 'server-only';
import { singleton } from '@/lib/runtime/singleton';
import { LiveContainers } from './live-containers';
import type { Interval } from './rates';
import { MetricRing } from './ring';

/** What this process knows of a server beyond the rows: everything here can be lost and comes back by itself. */
export type LiveServer = {
  ring: MetricRing;
  /** The newest interval and when it ended (seconds since 1970); null before the second sample. */
  latest: { interval: Interval; endedAt: number } | null;
  /** End of the newest committed row, seconds since 1970; from here on the ring is all there is. */
  storedUntil: number | null;
  containers: LiveContainers;
  /** Mean CPU seconds that one sample costs the server; null where its shell cannot say. */
  sampleCostSeconds: number | null;
};

/** The live state by server id, shared by the collector and by pages of the same process. */
export function liveServers(): Map<string, LiveServer> {
  return singleton('metrics.live', () => new Map());
}

/** The live state of a server, made when it is new. */
export function liveServer(serverId: string): LiveServer {
  const known = liveServers().get(serverId);
  if (known) return known;
  const fresh: LiveServer = {
    ring: new MetricRing(),
    latest: null,
    storedUntil: null,
    containers: new LiveContainers(),
    sampleCostSeconds: null,
  };
  liveServers().set(serverId, fresh);
  return fresh;
}
