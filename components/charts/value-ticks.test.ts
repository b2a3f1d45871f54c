import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import type { Unit } from './units';
import { formatUnit } from './units';
import { valueTicks } from './value-ticks';

const written: [unit: Unit, highest: number, labels: string[]][] = [
  ['percent', 3, ['0 %', '25 %', '50 %', '75 %', '100 %']],
  ['byte-rate', 357 * 1024, ['0 B/s', '100 KiB/s', '200 KiB/s', '300 KiB/s', '400 KiB/s']],
  ['bit-rate', 45e6 / 8, ['0 bit/s', '20 Mbit/s', '40 Mbit/s', '60 Mbit/s']],
  ['bytes', 3.4 * 1024 ** 3, ['0 B', '1 GiB', '2 GiB', '3 GiB', '4 GiB']],
  ['number', 1.76, ['0.00', '0.50', '1.00', '1.50', '2.00']],
];

test.each(written)('%s up to %d has round marks', (unit, highest, labels) => {
  const marks = valueTicks(unit, highest).map((value) => formatUnit(unit, value));
  expect(marks.slice(0, labels.length)).toEqual(labels);
});

it('always starts at 0, covers the highest value, and has two to six marks', () => {
  const units = fc.constantFrom<Unit>('byte-rate', 'bit-rate', 'bytes', 'number');
  fc.assert(
    fc.property(units, fc.double({ min: 0, max: 1e13, noNaN: true }), (unit, highest) => {
      const ticks = valueTicks(unit, highest);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest * (1 - 1e-9));
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }),
  );
});
