import { formatBytes, formatPercent, formatRate, formatShare } from '@/components/data/format';

/** What the numbers of a chart are. */
export type Unit = 'percent' | 'bytes' | 'byte-rate' | 'bit-rate' | 'cores' | 'number';

/** A value with its unit, as text; unknown is "–". */
export function formatUnit(unit: Unit, value: number | null): string {
  if (unit === 'percent') return formatPercent(value);
  if (unit === 'cores') return formatShare(value);
  if (unit === 'bytes') return formatBytes(value);
  if (unit === 'byte-rate') return formatRate(value, 'bytes');
  if (unit === 'bit-rate') return formatRate(value, 'bits');
  return value === null ? '–' : value.toFixed(2);
}
