import { describe, expect, it } from 'vitest';
import { nearest } from './nearest';

describe('the nearest name', () => {
  const known = ['environment', 'image', 'volumes', 'DB_PASSWORD', 'web'];
  it.each([
    ['enviroment', 'environment'],
    ['Image', 'image'],
    ['volume', 'volumes'],
    ['DB_PASS', 'DB_PASSWORD'],
    ['wbe', 'web'],
  ])('of %s is %s', (word, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });

  it.each(['privileged', 'x', '', 'imagination-land'])('of %j is none', (word) => {
    expect(nearest(word, known)).toBeUndefined();
  });
});
