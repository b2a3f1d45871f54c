import 'server-only';
import { database } from '@/db/client';
import { findNewestContainerTiers } from '@/db/metrics/container-queries';
import { findServerState } from '@/db/metrics/queries';
import { notFound } from '@/lib/runtime/errors';
import type { ContainerPoint } from './container-row';
import { containerBucket, rankInWindow, readContainerSeries } from './container-series';
import { type ContainerView, viewContainers } from './container-views';
import { metricSettings } from './metric-settings';
import type { TimedPoint } from './points';
import { type RangeName, rangeReaching, type TimeWindow, windowOf } from './ranges';
import { watch } from './watch';

/** What every chart of containers shows a part of. */
type ChartFrame = {
  range: RangeName;
  window: TimeWindow;
  /** Whether the window ends now. */
  isCurrent: boolean;
  /** Seconds after which two neighbouring points have a gap between them. */
  gapSeconds: number;
  /** The shortest range that shows something, when this one is empty and there is one. */
  nearestRange: RangeName | null;
};

export type ContainerMetricsView = ChartFrame & {
  serverId: string;
  serverName: string;
  name: string;
  /** As the engine lists it now; null for one that is gone. */
  container: ContainerView | null;
  points: ContainerPoint[];
};

/**
 * The numbers of one container over `range`, ending at `until` (seconds since 1970; null: now). The series goes by name: a
 * container that was made anew goes on. Throws `not_found` for a server or a name that nothing is known of.
 */
export async function viewContainer(
  serverId: string,
  name: string,
  range: RangeName,
  until: number | null,
): Promise<ContainerMetricsView> {
  const [server] = await viewContainers([serverId]);
  if (!server) throw notFound('This server');
  watch(serverId);
  const frame = frameOf(range, until);
  const points = (await readContainerSeries(database(), serverId, [name], frame.window)).get(name) ?? [];
  const container = server.containers.find((one) => one.name === name) ?? null;
  const nearestRange = points.length === 0 ? await nearest(serverId, [name]) : null;
  if (!container && points.length === 0 && nearestRange === null) throw notFound('This container');
  return { ...frame, serverId, serverName: server.serverName, name, container, points, nearestRange };
}

/** Points of several containers side by side: `c0`, `c1` … in the order of `names`. */
export type SharePoint = TimedPoint & { [place: `c${number}`]: number | null };

export type SharesView = ChartFrame & {
  cpu: { names: string[]; points: SharePoint[] };
  memory: { names: string[]; points: SharePoint[] };
  /** How many containers have numbers in this window. */
  count: number;
};

const TOP = 7;

/** CPU and memory of the containers of a server that use most, over `range`; of `names` alone, when given. */
export async function viewShares(
  serverId: string,
  range: RangeName,
  until: number | null,
  names?: readonly string[],
): Promise<SharesView> {
  if (!(await findServerState(database(), serverId))) throw notFound('This server');
  const frame = frameOf(range, until);
  const ranked = names
    ? { byCpu: names.slice(0, TOP), byMemory: names.slice(0, TOP), count: names.length }
    : await rankInWindow(database(), serverId, frame.window, TOP);
  const wanted = [...new Set([...ranked.byCpu, ...ranked.byMemory])];
  const series = await readContainerSeries(database(), serverId, wanted, frame.window);
  const shown = (list: readonly string[], key: 'cpu' | 'memory') => {
    const kept = list.filter((name) => (series.get(name)?.length ?? 0) > 0);
    return { names: kept, points: sideBySide(kept, series, key) };
  };
  const cpu = shown(ranked.byCpu, 'cpu');
  const memory = shown(ranked.byMemory, 'memory');
  const isEmpty = cpu.points.length === 0;
  return {
    ...frame,
    cpu,
    memory,
    count: ranked.count,
    nearestRange: isEmpty ? await nearest(serverId, names) : null,
  };
}

function sideBySide(
  names: readonly string[],
  series: ReadonlyMap<string, ContainerPoint[]>,
  key: 'cpu' | 'memory',
): SharePoint[] {
  const byTime = new Map<number, SharePoint>();
  const none = Object.fromEntries(names.map((_, place) => [`c${place}`, null]));
  for (const [place, name] of names.entries()) {
    for (const point of series.get(name) ?? []) {
      const shared: SharePoint = byTime.get(point.at) ?? { ...none, at: point.at, seconds: 0 };
      shared.seconds = Math.max(shared.seconds, point.seconds);
      shared[`c${place}`] = point[key];
      byTime.set(point.at, shared);
    }
  }
  return [...byTime.values()].sort((one, two) => one.at - two.at);
}

function frameOf(range: RangeName, until: number | null): ChartFrame {
  const now = Date.now() / 1000;
  const isCurrent = until === null || until >= now;
  const window = windowOf(range, isCurrent ? now : until);
  const bucketSeconds = containerBucket(window);
  return {
    range,
    window: { ...window, bucketSeconds },
    isCurrent,
    gapSeconds: 2 * Math.max(bucketSeconds, metricSettings().intervalSeconds),
    nearestRange: null,
  };
}

async function nearest(serverId: string, names?: readonly string[]): Promise<RangeName | null> {
  const now = Date.now() / 1000;
  const newest = await findNewestContainerTiers(database(), serverId, ['raw', '10m', '1h'], names);
  const last = [...newest.values()].sort().at(-1);
  return last === undefined ? null : rangeReaching(last, now);
}
