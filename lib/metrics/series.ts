import 'server-only';
import type { Reader } from '@/db/client';
import { findNewestByTier, findSeries, type SeriesPart, seriesColumns } from '@/db/metrics/queries';
import { liveServers } from './live';
import { gather, type MetricPoint } from './points';
import type { TimeWindow } from './ranges';
import { RAW_ROW_SECONDS, tiersFor } from './tiers';
import { isoAt, secondsOf } from './time';

/**
 * The points of a server in a window, in order of time, at most one per bucket: rows first, then what this process
 * knows and has not stored yet. Buckets finer than a row come from memory as far back as it reaches.
 */
export async function readSeries(db: Reader, serverId: string, window: TimeWindow): Promise<MetricPoint[]> {
  const live = liveServers().get(serverId);
  const oldest = live?.ring.oldest() ?? Number.POSITIVE_INFINITY;
  const liveStart =
    window.bucketSeconds < RAW_ROW_SECONDS ? oldest : Math.max(oldest, live?.storedUntil ?? 0);
  const liveFrom = Math.min(window.to, Math.max(window.from, liveStart));
  const stored = await findSeries(
    db,
    serverId,
    await partsOf(db, serverId, window, liveFrom),
    window.bucketSeconds,
  );
  const recent = (live?.ring.since(liveFrom) ?? []).filter((point) => point.at < window.to);
  return gather([...stored.map(pointFrom), ...recent], window.bucketSeconds);
}

async function partsOf(
  db: Reader,
  serverId: string,
  window: TimeWindow,
  until: number,
): Promise<SeriesPart[]> {
  const tiers = tiersFor(window.bucketSeconds);
  const newest = await findNewestByTier(
    db,
    serverId,
    tiers.map(({ tier }) => tier),
  );
  return partsFor(tiers, newest, window, until);
}

/**
 * Which rows make the window up to `until`: the coarsest tier that fits as far as it has been rolled up, each finer one
 * from where the coarser ends. Roll-ups run hourly, charts are never behind. `newest`: start of the newest row by tier.
 */
export function partsFor(
  tiers: ReturnType<typeof tiersFor>,
  newest: ReadonlyMap<string, string>,
  window: TimeWindow,
  until: number,
): SeriesPart[] {
  const parts: SeriesPart[] = [];
  let from = window.from;
  for (const { tier, spanSeconds } of tiers) {
    const last = newest.get(tier);
    const to =
      tier === 'raw' ? until : Math.min(until, last === undefined ? from : secondsOf(last) + spanSeconds);
    if (to <= from) continue;
    parts.push({ tier, from: isoAt(from), to: isoAt(to) });
    from = to;
  }
  return parts;
}

function pointFrom(numbers: readonly (number | null)[]): MetricPoint {
  return Object.fromEntries(
    seriesColumns.map((column, index) => [column, numbers[index] ?? null]),
  ) as MetricPoint;
}
