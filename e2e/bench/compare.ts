import { readFileSync } from 'node:fs';
import type { Line } from './line';

/** Ratio beside ratio of an earlier result, line by line; milliseconds of two runs are never compared. */
export function compare(file: string, lines: readonly Line[]): string[] {
  const earlier: { commit: string; lines: Line[] } = JSON.parse(readFileSync(file, 'utf8'));
  const told = lines.flatMap((line) => {
    const was = earlier.lines.find(({ id }) => id === line.id);
    if (line.measure?.goal.kind !== 'ratio' || line.value === undefined || was?.value == null) return [];
    const change = 100 * (line.value / was.value - 1);
    const sign = change >= 0 ? '+' : '';
    return [
      `${line.id.padEnd(5)} ${line.what.padEnd(44)} ${was.value.toFixed(2)} → ${line.value.toFixed(2)}  ${sign}${change.toFixed(0)} %`,
    ];
  });
  return [`Beside ${earlier.commit.slice(0, 12)}:`, ...told];
}
