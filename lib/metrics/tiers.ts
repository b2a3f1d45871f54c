import 'server-only';

export type Tier = 'raw' | '10m' | '1h' | '1d';

/**
 * How samples age, as data. A raw row is one minute (or one sampling interval, if that is longer); each further tier
 * is made from the one before it. Charts take the coarsest tier whose rows fit into their buckets.
 */
export const rollUps = [
  { from: 'raw', to: '10m', spanSeconds: 600 },
  { from: '10m', to: '1h', spanSeconds: 3_600 },
  { from: '1h', to: '1d', spanSeconds: 86_400 },
] as const satisfies readonly { from: Tier; to: Tier; spanSeconds: number }[];

/** Which setting says for how many days the rows of a tier stay. */
export const retentionKeys = {
  raw: 'retention.metrics_days',
  '10m': 'retention.metrics_10m_days',
  '1h': 'retention.metrics_1h_days',
  '1d': 'retention.metrics_1d_days',
} as const satisfies Record<Tier, string>;

/** The same for containers: only their minutes have a time of their own. */
export const containerRetentionKeys = {
  ...retentionKeys,
  raw: 'retention.container_metrics_days',
} as const satisfies Record<Tier, string>;

/** The stored raw row covers this long, whatever the sampling interval below it. */
export const RAW_ROW_SECONDS = 60;

/**
 * The tiers a chart with buckets of `bucketSeconds` reads, coarsest first; each finer one fills in what the coarser
 * has not been rolled up to yet.
 */
export function tiersFor(bucketSeconds: number): { tier: Tier; spanSeconds: number }[] {
  const coarse = rollUps.filter((rule) => rule.spanSeconds <= bucketSeconds);
  return [...coarse.map((rule) => ({ tier: rule.to, spanSeconds: rule.spanSeconds })).reverse(), raw];
}

const raw = { tier: 'raw' as const, spanSeconds: 0 };
