import 'server-only';
import { hostKeyTypes } from './algorithms';
import type { IgnoredLine } from './config-file';
import { isFor, keyIn } from './known-hosts';
import type { HostKey } from './target';

/** What a `known_hosts` file knows: asked by name, because hashed names can only be tried. */
export type KnownHosts = {
  /** The keys of `host`:`port`, best type first, without revoked ones. `alias` is asked as a plain name instead. */
  keysOf(host: string, port: number, alias?: string | null): HostKey[];
  /** Names that stand there in clear, each with its port; of several names of one line the first. */
  names: { host: string; port: number; line: number }[];
  /** How many keys it holds that may be trusted for some host. */
  keys: number;
  ignored: IgnoredLine[];
};

const MAX_LINES = 2_000;
const SHOWN = 80;

type Entry = { hosts: string[]; key: HostKey; line: number };

/** Reads the text of a known_hosts file: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. Certificate authorities trust nobody here. */
export function parseKnownHosts(text: string): KnownHosts {
  const entries: Entry[] = [];
  const revoked = new Set<string>();
  const ignored: IgnoredLine[] = [];
  for (const [index, raw] of text
    .split(/\r\n|\n|\r/)
    .slice(0, MAX_LINES)
    .entries()) {
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
    else entries.push({ hosts: names.split(',').slice(0, 50), key, line });
  }
  return {
    keysOf(host, port, alias) {
      const found = entries.filter(({ hosts }) =>
        alias ? isFor(hosts, alias, 22) : hosts[0] !== '' && isFor(hosts, host, port),
      );
      return found
        .map(({ key }) => key)
        .filter(({ blob }) => !revoked.has(blob))
        .sort((left, right) => hostKeyTypes.indexOf(left.type) - hostKeyTypes.indexOf(right.type));
    },
    names: namesIn(entries),
    keys: entries.length,
    ignored,
  };
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
