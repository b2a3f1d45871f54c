import 'server-only';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { describeHostKey } from './host-key';
import type { HostKey } from './target';

/** What somebody pasted to compare a host key with: a fingerprint, or a public key with the host names it is said to belong to. */
export type PastedKey =
  | { kind: 'fingerprint'; fingerprint: string }
  | { kind: 'key'; key: HostKey; hosts: string[] }
  | { kind: 'revoked'; key: HostKey };

/** `other_host`: the key lines are readable but name other hosts. `unreadable`: nothing comparable in the text. */
export type Comparison = 'match' | 'no_match' | 'other_host' | 'unreadable';

/**
 * Reads what people paste from a console: `SHA256:…` (alone or within the output of `ssh-keygen -l`), lines of
 * `known_hosts` or `ssh-keyscan` (plain, `[host]:port`, hashed) and public key files. Lines marked `@cert-authority` count
 * as nothing; a key marked `@revoked` matches by no other line either. Format: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT.
 */
function parseFingerprintOrKnownHosts(text: string): PastedKey[] {
  return text
    .slice(0, 64 * 1024)
    .split(/\r?\n/)
    .map(parseLine)
    .filter((line) => line !== undefined);
}

/** Compares pasted `text` with the key that the server at `host`:`port` showed. Only an equal key, never an equal name, matches. */
export function compareHostKey(text: string, offered: HostKey, host: string, port: number): Comparison {
  const read = parseFingerprintOrKnownHosts(text);
  if (read.some((line) => line.kind === 'revoked' && isSameKey(line, offered))) return 'no_match';
  const pasted = read.filter((line) => line.kind !== 'revoked');
  const named = pasted.filter((line) => line.kind === 'fingerprint' || isFor(line.hosts, host, port));
  if (named.some((line) => isSameKey(line, offered))) return 'match';
  if (named.length > 0) return 'no_match';
  return pasted.length > 0 ? 'other_host' : 'unreadable';
}

function isSameKey(line: PastedKey, offered: HostKey): boolean {
  return line.kind === 'fingerprint'
    ? line.fingerprint === offered.fingerprint
    : line.key.blob === offered.blob;
}

function parseLine(line: string): PastedKey | undefined {
  const fingerprint = /(?:^|\s)SHA256:([A-Za-z0-9+/]{43})=?(?=\s|$)/.exec(line);
  if (fingerprint) return { kind: 'fingerprint', fingerprint: `SHA256:${fingerprint[1]}` };
  const words = line.trim().split(/\s+/);
  if (words[0] === '@revoked') {
    const revoked = keyIn(words[3]);
    return revoked && { kind: 'revoked', key: revoked };
  }
  if (words[0]?.startsWith('#') || words[0]?.startsWith('@')) return undefined;
  // A key file has the type first, a known_hosts line the host names.
  const at = words[0] === typeIn(words[1]) ? 0 : 1;
  const key = keyIn(words[at + 1]);
  if (!key || key.type !== words[at]) return undefined;
  return { kind: 'key', key, hosts: at === 0 ? [] : (words[0] ?? '').split(',') };
}

function typeIn(base64: string | undefined): string | undefined {
  return keyIn(base64)?.type;
}

/** The host key in a base64 word; undefined when it is none. */
export function keyIn(base64: string | undefined): HostKey | undefined {
  if (!base64 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  return describeHostKey(Buffer.from(base64, 'base64'));
}

/** Whether the names of a known_hosts line, plain, hashed or patterns, mean `host` at `port`. */
function isFor(hosts: string[], host: string, port: number): boolean {
  return matcherOf(hosts)(nameOf(host, port));
}

/** How known_hosts writes a host at a port. */
export function nameOf(host: string, port: number): string {
  return (port === 22 ? host : `[${host}]:${port}`).toLowerCase();
}

/** The same for many questions about one line: what of it can be worked out beforehand is. Asked by `nameOf`. */
export function matcherOf(hosts: string[]): (name: string) => boolean {
  if (hosts.length === 0) return () => true;
  const refused = hosts.filter((entry) => entry.startsWith('!')).map((entry) => fitter(entry.slice(1)));
  const meant = hosts.map(fitter);
  return (name) => !refused.some((fits) => fits(name)) && meant.some((fits) => fits(name));
}

function fitter(entry: string): (name: string) => boolean {
  if (entry.startsWith('|')) return hashedFitter(entry);
  const pattern = entry.toLowerCase();
  return (name) => matchesGlob(pattern, name);
}

/**
 * Whether `name` fits a pattern of `*` and `?`. Two pointers instead of a regular expression: a pasted `*a*a*a*…` must not
 * cost more than its length times the name's.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < name.length; ) {
    if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[i]) && pattern[at] !== '*') {
      at += 1;
      i += 1;
    } else if (pattern[at] === '*') {
      star = at;
      at += 1;
      resume = i;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      i = resume;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

// `|1|salt|hash`: HMAC-SHA1 of the name with the salt. Made by `ssh-keygen -H`; SHA-1 hides names here, it proves nothing.
function hashedFitter(entry: string): (name: string) => boolean {
  const [, version, salt, hash] = entry.split('|');
  if (version !== '1' || !salt || !hash) return () => false;
  const key = Buffer.from(salt, 'base64');
  const expected = Buffer.from(hash, 'base64');
  return (name) => {
    const actual = createHmac('sha1', key).update(name).digest();
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  };
}
