import { expect, it } from 'vitest';
import { median, quantile, ratios } from './numbers';

it('interpolates between neighbours', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([10, 20, 30], 0.99)).toBeCloseTo(29.8);
  expect(median([7])).toBe(7);
  expect(median([])).toBeNaN();
});

it('pairs the rounds: a slow round that hit both contestants is no difference', () => {
  expect(median(ratios([1, 10, 2], [2, 20, 4]))).toBe(0.5);
});
