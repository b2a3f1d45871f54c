import 'server-only';
import { hostKeyTypes } from './algorithms';
import type { IgnoredLine } from './config-file';
import { keyIn, matcherOf, nameOf } from './known-hosts';
import type { HostKey } from './target';

/** What a `known_hosts` file knows: asked by name, because hashed names can only be tried. */
export type KnownHosts = {
  /** The keys of `host`:`port`, best type first, without revoked ones. `alias` is asked as a plain name instead. */
  keysOf(host: string, port: number, alias?: string | null): HostKey[];
  /** The same without the hashed names, each of which costs a digest for every question. */
  keysInClear(host: string, port: number): HostKey[];
  /** Names that stand there in clear, each with its port; of several names of one line the first. */
  names: { host: string; port: number; line: number }[];
  /** How many keys it holds that may be trusted for some host. */
  keys: number;
  ignored: IgnoredLine[];
  /** Whether hashed names were left out, because too many hosts were asked for. */
  gaveUp(): boolean;
};

const MAX_LINES = 2_000;
const SHOWN = 80;
// A digest for each hashed name and each host that is asked for: more than this would hold everybody up.
const MAX_TRIES = 60_000;

type Entry = { hosts: string[]; key: HostKey; line: number; fits: (name: string) => boolean };

/** Reads the text of a known_hosts file: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. Certificate authorities trust nobody here. */
export function parseKnownHosts(text: string): KnownHosts {
  const entries: Entry[] = [];
  const revoked = new Set<string>();
  const ignored: IgnoredLine[] = [];
  const lines = text.split(/\r\n|\n|\r/);
  for (const [index, raw] of lines.slice(0, MAX_LINES).entries()) {
    const words = raw.trim().split(/\s+/);
    if (words[0] === '' || words[0]?.startsWith('#')) continue;
    const line = index + 1;
    const shown = raw
      .trim()
      .slice(0, SHOWN)
      .replace(/\p{Cc}/gu, '\u{fffd}');
    const ignore = (why: string) => ignored.push({ line, text: shown, why });
    const marker = words[0]?.startsWith('@') ? words.shift() : undefined;
    const [names = '', type, blob] = words;
    const key = keyIn(blob);
    if (!key || key.type !== type) ignore('This line holds no key that can be read.');
    else if (marker === '@revoked') {
      revoked.add(key.blob);
      ignore('Revoked: this key is trusted for no host.');
    } else if (marker === '@cert-authority')
      ignore('Tomo pins host keys and trusts no certificate authority.');
    else if (marker) ignore(`Tomo does not know the marker ${marker.slice(0, 20)}.`);
    else if (!hostKeyTypes.includes(key.type)) ignore(`Tomo does not use keys of the type ${key.type}.`);
    else if (names !== '') {
      const hosts = names.split(',').slice(0, 50);
      entries.push({ hosts, key, line, fits: matcherOf(hosts) });
    }
  }
  if (lines.length > MAX_LINES)
    ignored.push({ line: MAX_LINES + 1, text: '…', why: `Only the first ${MAX_LINES} lines are read.` });
  const { byName, patterned, hashed } = sorted(entries);
  const trusted = (found: Entry[]) =>
    found
      .map(({ key }) => key)
      .filter(({ blob }) => !revoked.has(blob))
      .sort((left, right) => hostKeyTypes.indexOf(left.type) - hostKeyTypes.indexOf(right.type));
  let tries = 0;
  const clear = (name: string) => [
    ...(byName.get(name) ?? []),
    ...patterned.filter(({ fits }) => fits(name)),
  ];
  return {
    keysOf(host, port, alias) {
      const name = alias ? alias.toLowerCase() : nameOf(host, port);
      tries += hashed.length;
      return trusted([...clear(name), ...(tries > MAX_TRIES ? [] : hashed.filter(({ fits }) => fits(name)))]);
    },
    keysInClear: (host, port) => trusted(clear(nameOf(host, port))),
    names: namesIn(entries),
    keys: entries.length,
    gaveUp: () => tries > MAX_TRIES,
    ignored,
  };
}

/** The lines by how they are asked: a plain name is looked up, a pattern compared, a hash computed. */
function sorted(entries: Entry[]) {
  const byName = new Map<string, Entry[]>();
  const patterned: Entry[] = [];
  const hashed: Entry[] = [];
  for (const entry of entries) {
    if (entry.hosts.some((host) => host.startsWith('|'))) hashed.push(entry);
    else if (entry.hosts.some((host) => /[*?!]/.test(host))) patterned.push(entry);
    else
      for (const host of new Set(entry.hosts.map((name) => name.toLowerCase())))
        byName.set(host, [...(byName.get(host) ?? []), entry]);
  }
  return { byName, patterned, hashed };
}

function namesIn(entries: Entry[]): KnownHosts['names'] {
  const names = new Map<string, { host: string; port: number; line: number }>();
  for (const { hosts, line } of entries) {
    const name = hosts.find((entry) => entry !== '' && !/^[|!]|[*?]/.test(entry));
    if (name === undefined) continue;
    const [, bracketed, port] = /^\[([^\]]+)\]:(\d{1,5})$/.exec(name) ?? [];
    names.set(
      name.toLowerCase(),
      names.get(name.toLowerCase()) ?? {
        host: bracketed ?? name,
        port: port ? Number(port) : 22,
        line,
      },
    );
  }
  return [...names.values()];
}
