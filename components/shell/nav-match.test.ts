import { expect, test } from 'vitest';
import { currentOf, isBelow } from './nav-match';

test('a page below an entry marks that entry, a page that only starts with the same letters does not', () => {
  expect(isBelow('/servers/1/metrics', '/servers')).toBe(true);
  expect(isBelow('/apps', '/apps')).toBe(true);
  expect(isBelow('/applications', '/apps')).toBe(false);
});

test('the dashboard is current only on its own page', () => {
  expect(isBelow('/', '/')).toBe(true);
  expect(isBelow('/servers', '/')).toBe(false);
});

test('of an overview tab and the tabs below it the most exact one is current', () => {
  const tabs = ['/servers/1', '/servers/1/metrics', '/servers/1/apps'];
  expect(currentOf('/servers/1', tabs)).toBe('/servers/1');
  expect(currentOf('/servers/1/metrics', tabs)).toBe('/servers/1/metrics');
  expect(currentOf('/apps', tabs)).toBeUndefined();
});
