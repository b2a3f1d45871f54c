import { afterEach, describe, expect, it, vi } from 'vitest';
import { newId } from '@/lib/runtime/ids';
import { countCall } from './rate';

const limit = { name: 'test', max: 2, perMs: 60_000 };

describe('a rate limit', () => {
  afterEach(() => vi.useRealTimers());

  it('refuses what is too much and says how long to wait', () => {
    const key = newId();
    countCall(limit, key);
    countCall(limit, key);
    expect(() => countCall(limit, key)).toThrow('Too many requests');
    expect(() => countCall(limit, newId())).not.toThrow();
  });

  it('locks nobody out when the wall clock is set back', () => {
    const key = newId();
    vi.useFakeTimers({ now: Date.parse('2036-01-01'), toFake: ['Date'] });
    countCall(limit, key);
    vi.setSystemTime(Date.parse('2026-01-01'));
    countCall(limit, key);
    try {
      countCall(limit, key);
    } catch (error) {
      expect((error as { data: { retryAfterSeconds: number } }).data.retryAfterSeconds).toBeLessThanOrEqual(
        60,
      );
    }
    expect.assertions(1);
  });
});
