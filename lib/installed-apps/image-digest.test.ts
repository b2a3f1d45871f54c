import { describe, expect, it } from 'vitest';
import { type ImageRef, parseImageRef } from '@/lib/applications/image-ref';
import { digestOf } from './image-digest';

const ref = (text: string): ImageRef => {
  const parsed = parseImageRef(text);
  if (!parsed) throw new Error(text);
  return parsed.ref;
};
const [one, two] = [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`];

describe('the digest that an image is pinned by', () => {
  it('is the one of its own registry and repository', () => {
    expect(digestOf(ref('nginx:1.29'), [`nginx@${one}`])).toBe(one);
    expect(digestOf(ref('nginx:1.29'), [`registry.lan:5000/nginx@${two}`, `nginx@${one}`])).toBe(one);
    expect(digestOf(ref('ghcr.io/a/b:1'), [`a/b@${two}`, `ghcr.io/a/b@${one}`])).toBe(one);
    expect(digestOf(ref('nginx:1.29'), [`docker.io/library/nginx@${one}`])).toBe(one);
  });

  it('is unknown for an image that came under another name, or from nowhere', () => {
    expect(digestOf(ref('nginx:1.29'), [])).toBeUndefined();
    expect(digestOf(ref('nginx:1.29'), [`evil/nginx@${one}`, 'not an image'])).toBeUndefined();
  });
});
