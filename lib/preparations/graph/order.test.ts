import { expect, it } from 'vitest';
import { inOrder } from './order';

const step = (key: string, ...needs: string[]) => ({ key, needs });
const keys = (steps: { key: string }[]) => steps.map(({ key }) => key);

it('a step comes after those it needs, and free ones keep their order', () => {
  expect(keys(inOrder([step('c', 'a', 'b'), step('a'), step('b', 'a'), step('d')]))).toEqual([
    'a',
    'b',
    'c',
    'd',
  ]);
});

it('what is not part of the run is not waited for', () => {
  expect(keys(inOrder([step('b', 'not wanted'), step('a')]))).toEqual(['b', 'a']);
});

it('steps that need each other, or share a key, are refused', () => {
  expect(() => inOrder([step('a', 'b'), step('b', 'a')])).toThrow('need each other: a, b');
  expect(() => inOrder([step('a'), step('a')])).toThrow('same key');
});
