import 'server-only';
import { createHash } from 'node:crypto';

/** JSON with sorted keys and without undefined members: equal values print equally, whatever order they were built in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** SHA-256 of the canonical JSON, 64 lower-case hexadecimal digits: the `content_hash` of a definition. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  // Written by defineProperty semantics, so that a key named __proto__ stays an ordinary key.
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}
