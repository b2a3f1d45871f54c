import { describe, expect, test } from 'vitest';
import { Slots } from './slots';

describe('places handed out in order', () => {
  test('go to whoever asked first, and a place given back twice counts once', async () => {
    const slots = new Slots(1);
    const order: string[] = [];
    const first = await slots.take();
    const others = ['a', 'b', 'c'].map(async (name) => {
      const release = await slots.take();
      order.push(name);
      release();
      release();
    });
    expect(slots.waiting).toBe(3);
    first();
    await Promise.all(others);
    expect(order).toEqual(['a', 'b', 'c']);
    const again = await slots.take();
    let second = false;
    const waits = slots.take().then((release) => {
      second = true;
      release();
    });
    await Promise.resolve();
    expect(second).toBe(false);
    again();
    await waits;
  });

  test('are not lost to somebody who gave up waiting', async () => {
    const slots = new Slots(1);
    const release = await slots.take();
    const giveUp = new AbortController();
    const impatient = slots.take(giveUp.signal);
    const patient = slots.take();
    giveUp.abort(new Error('enough'));
    await expect(impatient).rejects.toThrow('enough');
    release();
    (await patient)();
    expect(slots.waiting).toBe(0);
    await expect(slots.take(giveUp.signal)).rejects.toThrow('enough');
  });

  test('turn everybody away when there will be none any more', async () => {
    const slots = new Slots(1);
    await slots.take();
    const waiting = [slots.take(), slots.take()];
    slots.refuseWaiting(new Error('closed'));
    for (const one of waiting) await expect(one).rejects.toThrow('closed');
  });
});
