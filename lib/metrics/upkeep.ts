import 'server-only';
import { database } from '@/db/client';
import { purgeContainerMetrics } from '@/db/metrics/container-mutations';
import { findOldestContainerRow } from '@/db/metrics/container-queries';
import { findContainerRollUpStart, rollUpContainerMetrics } from '@/db/metrics/container-roll-up';
import { purgeServerMetrics } from '@/db/metrics/mutations';
import { listMeasuredServers } from '@/db/metrics/queries';
import { findRollUpStart, type RollUp, rollUpServerMetrics } from '@/db/metrics/roll-up';
import { write } from '@/db/write';
import { sleep } from '@/lib/runtime/clock';
import { firstIdAt } from '@/lib/runtime/ids';
import { readSetting } from '@/lib/settings/read';
import { containerRetentionKeys, retentionKeys, rollUps, type Tier } from './tiers';
import { isoAt, secondsOf } from './time';

const SERVERS_PER_SLICE = 10;
const SPANS_PER_SLICE = 36;
// Ten servers may have hundreds of containers: an hour of minutes at a time.
const CONTAINER_SPANS_PER_SLICE = 6;
const PURGE_SLICE = 500;
const DAY_SECONDS = 86_400;

/**
 * One round of upkeep at `now` (seconds since 1970): closed buckets are rolled up, tier after tier, then rows past their
 * retention go. Work is cut into slices of the bulk lane; killing it loses nothing, and what fails keeps its rows,
 * because nothing is purged in a round whose roll-up did not finish. Returns how many rows went per tier.
 */
export async function keepMetrics(now: number, signal?: AbortSignal): Promise<Record<Tier, number>> {
  const serverIds = await listMeasuredServers(database());
  for (const rule of rollUps) {
    for (let index = 0; index < serverIds.length && !signal?.aborted; index += SERVERS_PER_SLICE) {
      await rollUp({ ...rule, serverIds: serverIds.slice(index, index + SERVERS_PER_SLICE) }, now, signal);
    }
  }
  const gone: Record<Tier, number> = { raw: 0, '10m': 0, '1h': 0, '1d': 0 };
  for (const tier of Object.keys(retentionKeys) as Tier[]) {
    gone[tier] = await purge(tier, now, signal);
    gone[tier] += await purgeContainers(tier, serverIds, now, signal);
  }
  return gone;
}

async function rollUp(rule: RollUp, now: number, signal: AbortSignal | undefined): Promise<void> {
  const ofServers = await findRollUpStart(database(), rule);
  await rollUpFrom(ofServers, rule, SPANS_PER_SLICE, rollUpServerMetrics, now, signal);
  const ofContainers = await findContainerRollUpStart(database(), rule);
  await rollUpFrom(ofContainers, rule, CONTAINER_SPANS_PER_SLICE, rollUpContainerMetrics, now, signal);
}

async function rollUpFrom(
  oldest: string | null,
  rule: RollUp,
  spans: number,
  make: typeof rollUpServerMetrics,
  now: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const until = closedUntil(rule.spanSeconds, now);
  if (oldest === null) return;
  const step = rule.spanSeconds * spans;
  for (
    let since = floorTo(secondsOf(oldest), rule.spanSeconds);
    since < until && !signal?.aborted;
    since += step
  ) {
    const end = Math.min(until, since + step);
    await write((tx) => make(tx, rule, isoAt(since), isoAt(end)), { lane: 'upkeep' });
    await sleep(0);
  }
}

// A row is stored after its period ended; a bucket is closed when no such row can still be on its way.
function closedUntil(spanSeconds: number, now: number): number {
  return floorTo(now - Math.max(300, readSetting('metrics.interval_seconds') + 60), spanSeconds);
}

async function purge(tier: Tier, now: number, signal: AbortSignal | undefined): Promise<number> {
  const before = isoAt(now - readSetting(retentionKeys[tier]) * DAY_SECONDS);
  for (let gone = 0; ; ) {
    const removed = signal?.aborted
      ? 0
      : await write((tx) => purgeServerMetrics(tx, tier, before), { lane: 'upkeep' });
    gone += removed;
    if (removed < PURGE_SLICE) return gone;
    await sleep(0);
  }
}

/** Goes through the ids of a tier from the oldest row on: time is in the id, so no other index is read or changed. */
async function purgeContainers(
  tier: Tier,
  serverIds: readonly string[],
  now: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  const cutoff = now - readSetting(containerRetentionKeys[tier]) * DAY_SECONDS;
  const oldest = await findOldestContainerRow(database(), serverIds, tier);
  if (oldest === null || secondsOf(oldest) >= cutoff) return 0;
  const before = firstIdAt(cutoff * 1000);
  let from = firstIdAt(Date.parse(oldest));
  for (let gone = 0; ; ) {
    const removed = signal?.aborted
      ? []
      : await write((tx) => purgeContainerMetrics(tx, tier, { from, before }), { lane: 'upkeep' });
    gone += removed.length;
    from = removed.at(-1) ?? from;
    if (removed.length < PURGE_SLICE) return gone;
    await sleep(0);
  }
}

function floorTo(seconds: number, span: number): number {
  return Math.floor(seconds / span) * span;
}
