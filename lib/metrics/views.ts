import 'server-only';
import { database } from '@/db/client';
import { findNewestMetric, findServerState } from '@/db/metrics/queries';
import { notFound } from '@/lib/runtime/errors';
import type { Thresholds } from './alerts';
import { type LatestMetrics, readLatest } from './latest';
import { liveServers } from './live';
import { metricSettings, thresholds } from './metric-settings';
import type { MetricPoint } from './points';
import { type RangeName, rangeReaching, type TimeWindow, windowOf } from './ranges';
import { readSeries } from './series';
import { secondsOf } from './time';
import { watch } from './watch';

/** Why the newest numbers are as new as they are. */
export type MetricState =
  /** Samples arrive. */
  | { kind: 'live' }
  /** Nothing was measured yet. */
  | { kind: 'collecting' }
  /** The newest sample is older than three intervals, although the server counts as reachable. */
  | { kind: 'late' }
  | { kind: 'offline'; since: string | null; reason: string | null }
  /** Nobody samples this server: it is switched off or its host key is not trusted (any more). */
  | { kind: 'paused'; reason: 'disabled' | 'not_verified' | 'host_key_changed' }
  /** Collecting is switched off in the settings. */
  | { kind: 'off' };

export type ServerUsageView = {
  serverId: string;
  serverName: string;
  state: MetricState;
  latest: LatestMetrics | null;
  thresholds: Thresholds;
  /** Seconds between samples while somebody looks. */
  watchedIntervalSeconds: number;
};

export type ServerMetricsView = ServerUsageView & {
  range: RangeName;
  window: TimeWindow;
  /** Whether the window ends now. */
  isCurrent: boolean;
  points: MetricPoint[];
  /** The newest measurement: of now, or the last one in a window that ended earlier. */
  newest: MetricPoint | null;
  /** Seconds after which two neighbouring points have a gap between them. */
  gapSeconds: number;
  /** The shortest range that shows something, when this one is empty and there is one. */
  nearestRange: RangeName | null;
};

/** The newest numbers of a server and how current they are. Throws `not_found`. Counts as looking at the server. */
async function viewUsage(serverId: string): Promise<ServerUsageView> {
  const [server, latest] = await Promise.all([
    findServerState(database(), serverId),
    readLatest(database(), [serverId]),
  ]);
  if (!server) throw notFound('This server');
  const { watchedIntervalSeconds } = metricSettings();
  watch(serverId, Math.max(30, 3 * watchedIntervalSeconds) * 1000);
  const newest = latest.get(serverId) ?? null;
  return {
    serverId,
    serverName: server.name,
    state: stateOf(server, newest),
    latest: newest,
    thresholds: thresholds(server.thresholds),
    watchedIntervalSeconds,
  };
}

/**
 * The numbers of a server over `range`, ending at `until` (seconds since 1970; null: now). Throws `not_found`. Counts
 * as looking at the server.
 */
export async function viewMetrics(
  serverId: string,
  range: RangeName,
  until: number | null,
): Promise<ServerMetricsView> {
  const usage = await viewUsage(serverId);
  const now = Date.now() / 1000;
  const isCurrent = until === null || until >= now;
  const window = windowOf(range, isCurrent ? now : until);
  const points = await readSeries(database(), serverId, window);
  const elsewhere = points.length === 0 ? await findNewestMetric(database(), serverId) : null;
  return {
    ...usage,
    range,
    window,
    isCurrent,
    points,
    newest: (isCurrent && liveServers().get(serverId)?.ring.newest()) || points.at(-1) || null,
    gapSeconds: 2 * Math.max(window.bucketSeconds, metricSettings().intervalSeconds),
    nearestRange: elsewhere ? rangeReaching(elsewhere, now) : null,
  };
}

type ServerState = NonNullable<Awaited<ReturnType<typeof findServerState>>>;

/** How a server stands. `latest`: its newest numbers, null before the first, left out when their age does not count. */
export function stateOf(server: ServerState, latest: LatestMetrics | null | undefined): MetricState {
  const { enabled, intervalSeconds } = metricSettings();
  if (server.status === 'host_key_changed') return { kind: 'paused', reason: 'host_key_changed' };
  if (!server.isVerified) return { kind: 'paused', reason: 'not_verified' };
  if (!server.isEnabled) return { kind: 'paused', reason: 'disabled' };
  if (!enabled) return { kind: 'off' };
  if (server.status === 'offline')
    return { kind: 'offline', since: server.statusChangedAt, reason: server.statusReason };
  if (latest === undefined) return { kind: 'live' };
  if (!latest) return { kind: 'collecting' };
  const age = Date.now() / 1000 - secondsOf(latest.measuredAt);
  return age > 3 * intervalSeconds ? { kind: 'late' } : { kind: 'live' };
}
