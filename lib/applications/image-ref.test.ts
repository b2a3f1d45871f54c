import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseImageRef, pinImage } from './image-ref';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('an image name', () => {
  it.each([
    ['nginx', 'nginx'],
    ['nginx:1.29', 'nginx:1.29'],
    ['docker.io/library/nginx:1.29', 'nginx:1.29'],
    ['library/nginx', 'nginx'],
    ['index.docker.io/miniflux/miniflux:2.2.19', 'miniflux/miniflux:2.2.19'],
    ['ghcr.io/immich-app/immich-server:v3.1.0', 'ghcr.io/immich-app/immich-server:v3.1.0'],
    ['localhost:5000/a/b:1', 'localhost:5000/a/b:1'],
    [`registry.example.org/a__b/c-d.e:T_1@${digest}`, `registry.example.org/a__b/c-d.e:T_1@${digest}`],
    [`redis@${digest}`, `redis@${digest}`],
  ])('%s is printed as %s', (text, printed) => {
    expect(parseImageRef(text)?.ref).toBe(printed);
  });

  it.each([
    '',
    ' nginx',
    'nginx ',
    '-nginx',
    '--privileged',
    'Nginx',
    'nginx:',
    'nginx:-x',
    'nginx:a b',
    'nginx;id',
    'nginx\n',
    'a//b',
    '/a',
    'a/',
    'a..b',
    'a@sha256:abc',
    `a@${digest}@${digest}`,
    'a@md5:abc',
    '$IMAGE',
    'a:1:2',
    '../a',
    'http://a/b',
    `a:${'x'.repeat(129)}`,
    'x'.repeat(256),
    'exa mple.org/a',
    '-a.example/b',
  ])('%j is none', (text) => {
    expect(parseImageRef(text)).toBeUndefined();
  });

  it('stays the same when it is read again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9./:_@-]{1,40}$/), (text) => {
        const once = parseImageRef(text);
        if (once) expect(parseImageRef(once.ref)).toEqual(once);
      }),
    );
  });

  it('is pinned by digest and refuses anything that is not one', () => {
    const image = parseImageRef('nginx:1.29')?.ref ?? fail();
    expect(pinImage(image, digest)).toBe(`nginx:1.29@${digest}`);
    expect(() => pinImage(image, 'sha256:abc')).toThrow('not an image digest');
  });
});

function fail(): never {
  throw new Error('not an image');
}
