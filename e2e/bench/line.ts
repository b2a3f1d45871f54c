import { median, quantile, ratios } from './numbers';

/** What one line of the result says: ours beside the anchor of the same run, or ours beside a fixed limit. */
export type Measure = {
  /** `P1`, or `P1b` where a goal has several lines. */
  id: string;
  what: string;
  unit: 'ms' | 's' | 'MB' | 'kB' | '%' | '' | 'round trips';
  ours: number[];
  /** The same contestant once more: what it differs from `ours` is noise. */
  again?: number[];
  anchor?: { name: string; values: number[]; command?: string; version?: string };
  /**
   * `ratio`: median of ours / anchor, round by round. `limit`: the median of ours, a time or a size of this machine.
   * `count`: the same for what no load of a machine changes, such as lost lines.
   */
  goal: { kind: 'ratio' | 'limit' | 'count'; atMost: number };
  notes?: string;
};

export type Verdict = 'pass' | 'MISS' | 'not judged' | 'skipped';

export type Line = {
  id: string;
  what: string;
  verdict: Verdict;
  reason?: string;
  measure?: Measure;
  value?: number;
  quartiles?: [number, number];
  noise?: number;
  noisy?: boolean;
};

const NOISE = { least: 0.9, most: 1.1 };

/** Judges one measure. On a machine that was busy before (`quiet` false) limits are not judged; ratios and counts are. */
export function judge(measure: Measure, quiet: boolean): Line {
  const { id, what, ours, again, anchor, goal } = measure;
  const values = goal.kind === 'ratio' ? ratios(ours, anchor?.values ?? []) : ours;
  const value = median(values);
  const noise = again && median(ratios(again, ours));
  // Not below the limit is a miss, and so is a value that is no number.
  const met = value <= goal.atMost;
  return {
    id,
    what,
    measure,
    value,
    quartiles: [quantile(values, 0.25), quantile(values, 0.75)],
    ...(noise !== undefined && { noise, noisy: noise < NOISE.least || noise > NOISE.most }),
    verdict: goal.kind === 'limit' && !quiet ? 'not judged' : met ? 'pass' : 'MISS',
  };
}

/** A goal that cannot be measured here, which is never a pass. */
export const skipped = (id: string, what: string, reason: string): Line => ({
  id,
  what,
  verdict: 'skipped',
  reason,
});

/** 0: all goals met. 1: one missed. 2: something could not be measured, and nothing was missed. */
export function exitCode(lines: readonly Line[]): 0 | 1 | 2 {
  if (lines.some(({ verdict }) => verdict === 'MISS')) return 1;
  return lines.length === 0 || lines.some(({ verdict }) => verdict === 'skipped') ? 2 : 0;
}
