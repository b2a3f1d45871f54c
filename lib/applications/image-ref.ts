import 'server-only';
import { z } from 'zod';

/** An image name that was parsed and printed anew, for example `nginx:1.29` or `ghcr.io/a/b:1@sha256:…`. */
export type ImageRef = string & { readonly __brand: 'ImageRef' };

export type ImageParts = {
  registry: string | undefined;
  repository: string;
  tag: string | undefined;
  digest: string | undefined;
};

/** Schema of a stored image reference: only what `parseImageRef` printed passes. */
export const imageRef = z.custom<ImageRef>(
  (value) => typeof value === 'string' && parseImageRef(value)?.ref === value,
);

const component = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const registryHost =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*(?::[0-9]{1,5})?$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const digestPattern = /^sha256:[a-f0-9]{64}$/;

/**
 * Reads an image name by the grammar of the distribution project (`[registry/]repository[:tag][@digest]`, at most 255
 * characters) and prints it in Docker Hub's short form. Undefined for everything else: options, spaces, upper case.
 */
export function parseImageRef(text: string): { ref: ImageRef; parts: ImageParts } | undefined {
  if (text.length > 255) return undefined;
  const [named = '', digest, ...more] = text.split('@');
  if (more.length > 0 || (digest !== undefined && !digestPattern.test(digest))) return undefined;
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const tag = hasTag ? named.slice(colon + 1) : undefined;
  if (tag !== undefined && !tagPattern.test(tag)) return undefined;
  const name = nameParts(hasTag ? named.slice(0, colon) : named);
  return name && print({ ...name, tag, digest });
}

/** `name:tag` with the digest that was found for it: what a deployed compose file pins. Throws when `digest` is malformed. */
export function pinImage(image: ImageRef, digest: string): ImageRef {
  const parts = parseImageRef(image)?.parts;
  if (!parts || !digestPattern.test(digest)) throw new Error(`not an image digest: ${digest.slice(0, 80)}`);
  return print({ ...parts, digest }).ref;
}

function nameParts(name: string): { registry: string | undefined; repository: string } | undefined {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isHost = first.includes('.') || first.includes(':') || first === 'localhost';
  if (isHost && !registryHost.test(first)) return undefined;
  const path = isHost ? name.slice(slash + 1) : name;
  if (!path.split('/').every((part) => component.test(part))) return undefined;
  const isHub = isHost && /^(index\.)?docker\.io$/.test(first);
  if (isHost && !isHub) return { registry: first, repository: path };
  return {
    registry: undefined,
    repository: path.startsWith('library/') ? path.slice('library/'.length) : path,
  };
}

function print(parts: ImageParts): { ref: ImageRef; parts: ImageParts } {
  const name = parts.registry ? `${parts.registry}/${parts.repository}` : parts.repository;
  const tag = parts.tag ? `:${parts.tag}` : '';
  const digest = parts.digest ? `@${parts.digest}` : '';
  return { ref: `${name}${tag}${digest}` as ImageRef, parts };
}
