import { expect, test } from 'vitest';
import { listAddress, listValues } from './list-address';

test('a changed filter keeps the others and leads back to the first page', () => {
  const params = { q: 'web', status: 'offline', after: 'cursor' };
  expect(listAddress('/servers', params, { sort: '-cpu' })).toBe('/servers?q=web&status=offline&sort=-cpu');
});

test('turning the page keeps every filter', () => {
  expect(listAddress('/servers', { q: 'web' }, { after: 'x=' })).toBe('/servers?q=web&after=x%3D');
});

test('removed filters leave nothing behind in the address', () => {
  expect(listAddress('/servers', { q: 'web', status: ['a', 'b'] }, { q: null, status: [] })).toBe('/servers');
});

test('several values stand readable in the address and survive hostile text', () => {
  expect(listAddress('/servers', {}, { status: ['offline', 'unknown'] })).toBe(
    '/servers?status=offline,unknown',
  );
  expect(listAddress('/servers', {}, { q: 'a&b=c #<x>' })).toBe('/servers?q=a%26b%3Dc%20%23%3Cx%3E');
});

test('a form without scripts repeats the name, the address joins by commas: both are read alike', () => {
  expect(listValues(['offline', 'unknown'])).toEqual(listValues('offline,unknown'));
  expect(listValues(undefined)).toEqual([]);
});
