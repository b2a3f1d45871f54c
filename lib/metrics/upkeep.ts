import 'server-only';
import { database } from '@/db/client';
import { purgeServerMetrics } from '@/db/metrics/mutations';
import { listMeasuredServers } from '@/db/metrics/queries';
import { findRollUpStart, type RollUp, rollUpServerMetrics } from '@/db/metrics/roll-up';
import { write } from '@/db/write';
import { sleep } from '@/lib/runtime/clock';
import { readSetting } from '@/lib/settings/read';
import { retentionKeys, rollUps, type Tier } from './tiers';
import { isoAt, secondsOf } from './time';

const SERVERS_PER_SLICE = 10;
const SPANS_PER_SLICE = 36;
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
  for (const tier of Object.keys(retentionKeys) as Tier[]) gone[tier] = await purge(tier, now, signal);
  return gone;
}

async function rollUp(rule: RollUp, now: number, signal: AbortSignal | undefined): Promise<void> {
  const until = closedUntil(rule.spanSeconds, now);
  const oldest = await findRollUpStart(database(), rule);
  if (oldest === null) return;
  const step = rule.spanSeconds * SPANS_PER_SLICE;
  for (
    let since = floorTo(secondsOf(oldest), rule.spanSeconds);
    since < until && !signal?.aborted;
    since += step
  ) {
    const end = Math.min(until, since + step);
    await write((tx) => rollUpServerMetrics(tx, rule, isoAt(since), isoAt(end)), { lane: 'bulk' });
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
      : await write((tx) => purgeServerMetrics(tx, tier, before), { lane: 'bulk' });
    gone += removed;
    if (removed < PURGE_SLICE) return gone;
    await sleep(0);
  }
}

function floorTo(seconds: number, span: number): number {
  return Math.floor(seconds / span) * span;
}
