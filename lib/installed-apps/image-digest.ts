import 'server-only';
import { type ImageRef, parseImageRef } from '@/lib/applications/image-ref';

/**
 * The digest under which the engine knows `image` in its own registry, from its `RepoDigests`; undefined for an image that
 * came from nowhere, or from another name only.
 */
export function digestOf(image: ImageRef, repoDigests: readonly string[]): string | undefined {
  const wanted = parseImageRef(image)?.parts;
  if (!wanted) return undefined;
  for (const entry of repoDigests) {
    const parts = parseImageRef(entry)?.parts;
    if (parts && parts.registry === wanted.registry && parts.repository === wanted.repository)
      return parts.digest;
  }
  return undefined;
}
