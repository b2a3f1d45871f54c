import { expect, it } from 'vitest';
import { column, contest } from './contest';

it('rotates the order, and throws the first round away', async () => {
  const turns: string[] = [];
  const contestant = (name: string) => async () => ({ ms: turns.push(name) });
  const kept = await contest(2, { a: contestant('a'), b: contestant('b'), c: contestant('c') });
  expect(turns.join('')).toBe('abcbcacab');
  expect(column(kept.a, 'ms')).toEqual([6, 8]);
});
