import type { Unit } from './units';

const nice = [1, 2, 2.5, 5, 10];
const PARTS = 4;

/**
 * Marks of a value axis that starts at 0 and reaches `highest`, on numbers that are round in the unit: binary steps for
 * bytes, decimal ones for bits and plain numbers, quarters for percentages.
 */
export function valueTicks(unit: Unit, highest: number): number[] {
  if (unit === 'percent') return [0, 25, 50, 75, 100];
  // Bits are written in thousands, but the values are bytes.
  const scale = unit === 'bit-rate' ? 8 : 1;
  const base = unit === 'bytes' || unit === 'byte-rate' ? 1024 : 1000;
  const top = Math.max(highest * scale, unit === 'number' ? 0.1 : unit === 'cores' ? 10 : base);
  const power = top < 1 ? 0 : Math.floor(Math.log(top) / Math.log(base));
  const unitSize = base ** power;
  const rough = top / unitSize / PARTS;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = (nice.find((factor) => factor * magnitude >= rough) ?? 10) * magnitude * unitSize;
  const count = Math.ceil(top / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => (index * step) / scale);
}
