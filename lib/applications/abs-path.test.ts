import { describe, expect, it } from 'vitest';
import { isWithin, parseAbsPath, parseRelativePath } from './abs-path';

describe('paths', () => {
  it.each([
    ['/srv/media', '/srv/media'],
    ['//srv///media/', '/srv/media'],
    ['/', '/'],
    ['/a b/ü', '/a b/ü'],
  ])('%s is %s', (text, path) => {
    expect(parseAbsPath(text)).toBe(path);
  });

  it.each([
    '',
    'srv',
    './srv',
    '/srv/..',
    '/srv/../etc',
    '/./etc',
    '~/x',
    '/a:b',
    '/a/$HOME',
    '/a\nb',
    '/a\0',
    '/a\\b',
    `/${'x'.repeat(1024)}`,
    '/\u202eabc',
  ])('%j is no absolute path', (text) => {
    expect(parseAbsPath(text)).toBeUndefined();
  });

  it.each([
    '',
    '/a',
    '../a',
    'a/../b',
    '.env',
    'a/.b',
    'a//b',
    'a/',
    'a b',
    '-rf',
    'a\\b',
    'a\0',
    'x'.repeat(201),
  ])('%j is no path below a folder', (text) => {
    expect(parseRelativePath(text)).toBeUndefined();
  });

  it('a folder contains itself and what lies below it, not what begins alike', () => {
    expect(isWithin('/srv/media', '/srv/media')).toBe(true);
    expect(isWithin('/srv/media/a', '/srv/media')).toBe(true);
    expect(isWithin('/srv/media2', '/srv/media')).toBe(false);
    expect(isWithin('/etc', '/')).toBe(true);
  });
});
