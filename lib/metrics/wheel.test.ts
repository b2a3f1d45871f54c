import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextTurn, TimingWheel } from './wheel';

it('returns each entry once, in the second it is due', () => {
  const wheel = new TimingWheel(100);
  wheel.schedule('a', 102);
  wheel.schedule('b', 103);
  expect(wheel.advance(101)).toEqual([]);
  expect(wheel.advance(102)).toEqual(['a']);
  expect(wheel.advance(103)).toEqual(['b']);
  expect(wheel.advance(10_000)).toEqual([]);
});

it('catches up after a long sleep without returning anything twice', () => {
  const wheel = new TimingWheel(0);
  for (let index = 0; index < 50; index++) wheel.schedule(`s${index}`, 1 + index * 97);
  const due = wheel.advance(100_000);
  expect(new Set(due).size).toBe(50);
  expect(due).toHaveLength(50);
});

it('keeps one place per entry: scheduling again moves it, removing forgets it', () => {
  const wheel = new TimingWheel(0);
  wheel.schedule('a', 5);
  wheel.schedule('a', 9);
  wheel.schedule('b', 5);
  wheel.remove('b');
  expect(wheel.advance(8)).toEqual([]);
  expect(wheel.advance(9)).toEqual(['a']);
});

it('holds entries that are due an hour and more ahead', () => {
  const wheel = new TimingWheel(0);
  wheel.schedule('far', 5_000);
  for (let second = 1; second < 5_000; second++) expect(wheel.advance(second)).toEqual([]);
  expect(wheel.advance(5_000)).toEqual(['far']);
});

it('gives every server a second of its own that it keeps', () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.integer({ min: 1, max: 3600 }),
      fc.integer({ min: 0, max: 1e7 }),
      (id, interval, now) => {
        const next = nextTurn(id, interval, now);
        expect(next).toBeGreaterThan(now);
        expect(next - now).toBeLessThanOrEqual(interval);
        expect(nextTurn(id, interval, next)).toBe(next + interval);
      },
    ),
  );
});

it('spreads a fleet over the interval', () => {
  const ids = Array.from({ length: 600 }, (_, index) => `0193-${index.toString(16)}-7abc`);
  const perSecond = new Map<number, number>();
  for (const id of ids) perSecond.set(nextTurn(id, 60, 0), (perSecond.get(nextTurn(id, 60, 0)) ?? 0) + 1);
  expect(perSecond.size).toBeGreaterThan(50);
  expect(Math.max(...perSecond.values())).toBeLessThan(30);
});
