/**
 * An early word on what was pasted, while it is typed; the server compares again, also known_hosts lines and keys, which
 * only it can read. `unknown` leaves the decision to it.
 */
export function compareFingerprint(
  pasted: string,
  fingerprint: string,
): 'empty' | 'match' | 'no_match' | 'unreadable' | 'unknown' {
  if (pasted.trim() === '') return 'empty';
  const found = [...pasted.matchAll(/SHA256:([A-Za-z0-9+/]{43})/g)].map((match) => `SHA256:${match[1]}`);
  if (found.length > 0) return found.includes(fingerprint) ? 'match' : 'no_match';
  return /AAAA[A-Za-z0-9+/]{20,}/.test(pasted) ? 'unknown' : 'unreadable';
}
