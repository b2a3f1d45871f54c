import { expect, it } from 'vitest';
import { lanesOf } from './lanes.mjs';

const journey = (file: string, ...servers: string[]) => ({ title: file, file, servers });

it('keeps files that share a server in one lane, also by way of a third', () => {
  const lanes = lanesOf([
    journey('a', 'one'),
    journey('b', 'two'),
    journey('c', 'three'),
    journey('d', 'two', 'one'),
    journey('e'),
  ]);
  expect(lanes).toEqual([
    ['a', 'b', 'd'],
    ['c', 'e'],
  ]);
});

it('runs every file once, in lanes of about the same length', () => {
  const files = ['a', 'a', 'a', 'b', 'c', 'd', 'd'];
  const lanes = lanesOf(files.map((file) => journey(file, `server of ${file}`)));
  expect(lanes.flat().sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(lanes).toEqual([
    ['a', 'c'],
    ['b', 'd'],
  ]);
});

it('makes one lane of one file, and none of nothing', () => {
  expect(lanesOf([journey('a'), journey('a')])).toEqual([['a']]);
  expect(lanesOf([])).toEqual([]);
});
