import { describe, expect, test } from 'vitest';
import { eventually } from '@/e2e/support/eventually';
import { ConnectGate } from './connect-gate';

/** A connect that ends when told so. */
function held() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { end, ended };
}

describe('the gate for connects', () => {
  test('lets hosts that failed last time have half of the places, and passes others by them', async () => {
    const gate = new ConnectGate();
    const doubtful = Array.from({ length: 6 }, held);
    const started: string[] = [];
    const all = doubtful.map(({ ended }, i) =>
      gate.pass(true, undefined, async () => {
        started.push(`doubtful ${i}`);
        await ended;
      }),
    );
    await gate.pass(false, undefined, async () => void started.push('good'));
    expect(started).toEqual(['doubtful 0', 'doubtful 1', 'doubtful 2', 'doubtful 3', 'good']);
    for (const { end } of doubtful) end();
    await Promise.all(all);
    expect(started).toHaveLength(7);
    expect(gate.counters()).toEqual({ connecting: 0, waiting: 0 });
  });

  test('does not let connects that have no answer hold up the next ones', async () => {
    const gate = new ConnectGate();
    const silent = Array.from({ length: 8 }, held);
    const waiting = silent.map(({ ended }) => gate.pass(false, undefined, () => ended));
    let passed = false;
    const next = gate.pass(false, undefined, async () => {
      passed = true;
    });
    expect(passed).toBe(false);
    await eventually('the next one passes', () => passed);
    await next;
    expect(gate.counters().connecting).toBe(8);
    for (const { end } of silent) end();
    await Promise.all(waiting);
    expect(gate.counters()).toEqual({ connecting: 0, waiting: 0 });
  });

  test('forgets whoever gave up waiting, and frees the place of a connect that failed', async () => {
    const gate = new ConnectGate();
    const busy = Array.from({ length: 8 }, held);
    const running = busy.map(({ ended }) =>
      gate.pass(false, undefined, () => ended.then(() => Promise.reject(new Error('no')))),
    );
    const giveUp = new AbortController();
    const impatient = gate.pass(false, giveUp.signal, async () => {});
    giveUp.abort(new Error('enough'));
    await expect(impatient).rejects.toThrow('enough');
    for (const { end } of busy) end();
    for (const one of running) await expect(one).rejects.toThrow('no');
    expect(gate.counters()).toEqual({ connecting: 0, waiting: 0 });
  });
});
