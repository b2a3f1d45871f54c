/** The value below which the share `q` (0–1) of `values` lies, interpolated between neighbours. NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** Value by value, as the rounds paired them. */
export const ratios = (ours: readonly number[], anchor: readonly number[]) =>
  ours.map((value, round) => value / (anchor[round] ?? Number.NaN));
