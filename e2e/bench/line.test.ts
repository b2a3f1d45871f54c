import { expect, it } from 'vitest';
import { exitCode, judge, type Measure, skipped } from './line';

const sweep = (ours: number[], more: Partial<Measure> = {}): Measure => ({
  id: 'P1',
  what: 'sweep',
  unit: 'ms',
  ours,
  anchor: { name: 'pssh', values: [100, 200, 100] },
  goal: { kind: 'ratio', atMost: 0.4 },
  ...more,
});

it('judges by the median of the ratios of the rounds, not by the ratio of medians', () => {
  expect(judge(sweep([40, 80, 90]), true)).toMatchObject({ value: 0.4, verdict: 'pass' });
  expect(judge(sweep([41, 82, 10]), true)).toMatchObject({ verdict: 'MISS' });
});

it('calls a value that is no number a miss', () => {
  expect(judge(sweep([]), true).verdict).toBe('MISS');
  expect(judge(sweep([1, 2, 3], { anchor: undefined }), true).verdict).toBe('MISS');
});

it('leaves times unjudged on a busy machine, and nothing else', () => {
  const limit = sweep([500], { goal: { kind: 'limit', atMost: 100 } });
  expect(judge(limit, false).verdict).toBe('not judged');
  expect(judge(limit, true).verdict).toBe('MISS');
  expect(judge(sweep([1], { goal: { kind: 'count', atMost: 0 } }), false).verdict).toBe('MISS');
  expect(judge(sweep([90, 180, 90]), false).verdict).toBe('MISS');
});

it('marks a run as noisy when the same contestant twice differs by more than a tenth', () => {
  expect(judge(sweep([40, 40, 40], { again: [42, 43, 41] }), true).noisy).toBe(false);
  expect(judge(sweep([40, 40, 40], { again: [48, 50, 47] }), true).noisy).toBe(true);
});

it('ends with 0 only when every goal was measured and met', () => {
  const pass = judge(sweep([1, 1, 1]), true);
  const miss = judge(sweep([99, 99, 99]), true);
  const none = skipped('P6', 'rest', 'prometheus is not installed');
  expect([exitCode([pass]), exitCode([pass, miss, none]), exitCode([pass, none]), exitCode([])]).toEqual([
    0, 1, 2, 2,
  ]);
});
