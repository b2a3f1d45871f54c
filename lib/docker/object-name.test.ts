import { describe, expect, test } from 'vitest';
import { containerName, imageName, splitImage } from './object-name';

const digest = `sha256:${'a'.repeat(64)}`;

describe('names that may stand in a path of the Engine API', () => {
  test.each([
    ['nginx', 'nginx', 'latest'],
    ['nginx:1.29', 'nginx', '1.29'],
    ['library/nginx:1.29-alpine', 'library/nginx', '1.29-alpine'],
    ['ghcr.io/a/b_c:v1', 'ghcr.io/a/b_c', 'v1'],
    ['localhost:5000/x', 'localhost:5000/x', 'latest'],
    ['Registry.example:5000/x:2', 'Registry.example:5000/x', '2'],
    [`nginx@${digest}`, 'nginx', digest],
    [`localhost:5000/x:1@${digest}`, 'localhost:5000/x', digest],
  ])('an image %s is pulled as %s and %s', (text, fromImage, tag) => {
    expect(splitImage(text)).toEqual({ fromImage, tag });
  });

  test('an image may be asked for by its id', () => {
    expect(imageName(digest)).toBe(digest);
    expect(imageName('a'.repeat(12))).toBe('a'.repeat(12));
  });

  test.each([
    '',
    '.',
    '..',
    '../etc',
    'a/../b',
    '/a',
    'a/',
    'a//b:1',
    '-a',
    'A',
    'a b',
    'a?x=1',
    'a#b',
    'a%2e',
    'a:',
    'a@b',
    'ä',
    'a\n',
  ])('an image is not %j', (text) => {
    expect(() => imageName(text)).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  test.each(['', '.', '..', 'a/b', '-a', 'a b', 'a?', 'a\n', 'ä', 'x'.repeat(256)])(
    'a container is not %j',
    (text) => {
      expect(() => containerName(text)).toThrow(expect.objectContaining({ code: 'invalid' }));
    },
  );
});
