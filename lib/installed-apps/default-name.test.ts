import { expect, it } from 'vitest';
import { defaultName } from './default-name';

it('calls an app after its application, and tells two of them apart', () => {
  const miniflux = { name: 'Miniflux', slug: 'miniflux' };
  expect(defaultName(miniflux, 'miniflux')).toBe('Miniflux');
  expect(defaultName(miniflux, 'miniflux-2')).toBe('Miniflux 2');
  expect(defaultName(miniflux, 'news')).toBe('Miniflux (news)');
  expect(defaultName(miniflux, 'miniflux-x')).toBe('Miniflux (miniflux-x)');
});
