import type { Line, Measure } from './line';
import { median } from './numbers';

/** One line of the result, as wide as it needs to be. */
export function printed(line: Line): string {
  const head = `${line.id.padEnd(5)} ${line.what.padEnd(44)}`;
  const { measure } = line;
  if (!measure) return `${head} skipped: ${line.reason}`;
  const { anchor, goal, unit } = measure;
  const told = [
    `ours ${amount(median(measure.ours), unit)}`.padEnd(16),
    anchor
      ? `anchor ${amount(median(anchor.values), unit)}`.padEnd(18) + ` (${anchor.name})`.padEnd(38)
      : ''.padEnd(56),
    goal.kind === 'ratio' ? `ratio ${number(line.value ?? Number.NaN)}`.padEnd(12) : ''.padEnd(12),
    `goal ≤ ${goal.kind === 'ratio' ? number(goal.atMost) : amount(goal.atMost, unit)}`.padEnd(20),
    line.verdict,
    line.noisy ? ` noisy (same twice: ${number(line.noise ?? Number.NaN)})` : '',
    measure.notes ? `  ${measure.notes}` : '',
  ];
  return `${head} ${told.join(' ')}`.trimEnd();
}

/** The last line: how many of each. */
export function total(lines: readonly Line[]): string {
  const count = (verdict: Line['verdict']) => lines.filter((line) => line.verdict === verdict).length;
  const rest = (['not judged', 'skipped'] as const).filter((verdict) => count(verdict) > 0);
  const noisy = lines.filter((line) => line.noisy).length;
  return [
    `${count('pass')} met`,
    `${count('MISS')} missed`,
    ...rest.map((verdict) => `${count(verdict)} ${verdict}`),
    ...(noisy > 0 ? [`${noisy} noisy`] : []),
  ].join(', ');
}

const amount = (value: number, unit: Measure['unit']) => `${number(value)}${unit && ` ${unit}`}`;

function number(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value === 0 ? '0' : String(Number(value.toPrecision(Math.abs(value) >= 10 ? 3 : 2)));
}
