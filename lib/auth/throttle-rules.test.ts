import { describe, expect, it } from 'vitest';
import { countGuess, forgiven, type Guesses, type Limit } from './throttle-rules';

const minute = 60_000;
const start = Date.parse('2026-05-01T12:00:00Z');
const account: Limit = { max: 10, windowMs: 15 * minute, beyond: 'wait', holdAt: 100 };
const address: Limit = { max: 30, windowMs: 15 * minute, beyond: 'delay' };

/** Makes one failing guess at each of `times`; gives what got through and the state after it. */
function guess(limit: Limit, times: number[], known?: Guesses) {
  let state = known;
  let passed = 0;
  let retryAfterMs = 0;
  for (const now of times) {
    const verdict = countGuess(state, limit, now);
    if (verdict.allowed) {
      passed += 1;
      state = verdict.next;
    } else retryAfterMs = verdict.retryAfterMs;
  }
  return { passed, state: state as Guesses, retryAfterMs };
}

const every = (ms: number, count: number, from = start) =>
  Array.from({ length: count }, (_, index) => from + index * ms);

describe('G14 guesses at one account', () => {
  it('are ten in a quarter of an hour, however many are tried', () => {
    expect(guess(account, every(100, 1000)).passed).toBe(10);
  });

  it('are ten in the next quarter again, and the wait is told to the second', () => {
    const first = guess(account, every(1000, 60));
    expect(first.retryAfterMs).toBe(15 * minute - 59_000);
    expect(countGuess(first.state, account, start + 15 * minute - 1).allowed).toBe(false);
    expect(guess(account, every(1000, 60, start + 15 * minute), first.state).passed).toBe(10);
  });

  it('lead to a hold after a hundred failures in a row, and not before', () => {
    let state: Guesses | undefined;
    for (let round = 0; round < 10; round++) {
      expect(state?.heldAt ?? null).toBeNull();
      state = guess(account, every(1000, 10, start + round * 15 * minute), state).state;
    }
    expect(state?.heldAt).not.toBeNull();
  });

  it('keep a hold, whatever time passes', () => {
    const held = { ...guess(account, [start]).state, heldAt: start };
    expect(guess(account, [start + 1000 * minute], held).state.heldAt).toBe(start);
  });

  it('are forgotten by a success: the counting towards a hold starts anew', () => {
    const { state } = guess(account, every(1000, 9));
    expect(forgiven(state)).toMatchObject({ failures: 8, failuresSinceSuccess: 0 });
  });

  it('are not set free by a clock that is set back', () => {
    const { state } = guess(account, every(1000, 10));
    expect(guess(account, every(1000, 10, start - 60 * minute), state).passed).toBe(0);
  });
});

describe('guesses from one address', () => {
  it('are free thirty times, then wait longer each time, never longer than the window', () => {
    let state: Guesses | undefined;
    let now = start;
    const waits: number[] = [];
    for (let count = 0; count < 42; count++) {
      const verdict = countGuess(state, address, now);
      if (!verdict.allowed) {
        waits.push(verdict.retryAfterMs);
        now += verdict.retryAfterMs;
        count -= 1;
        continue;
      }
      state = verdict.next;
    }
    expect(waits.slice(0, 5)).toEqual([1000, 2000, 4000, 8000, 16_000]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(15 * minute);
    expect(waits.toSorted((left, right) => left - right)).toEqual(waits);
  });
});
