import 'server-only';
import { type ConfigHost, type IgnoredLine, parseSshConfig } from '@/lib/ssh/config-file';
import { type KnownHosts, parseKnownHosts } from '@/lib/ssh/known-hosts-file';
import type { HostKey } from '@/lib/ssh/target';
import { importedAddress } from '../schema';

/** A server that exists already, as far as an import must know it. */
export type KnownServer = {
  id: string;
  name: string;
  host: string;
  port: number;
  username: string;
  jumpServerId: string | null;
};

/** The way through another server: one that exists, or another row of the same import. */
type Jump = { name: string; serverId: string | null; row: string | null };

export type ImportRow = {
  /** Names the row among the others: its alias, or `host:port` of known_hosts. */
  key: string;
  from: 'config' | 'known_hosts';
  line: number;
  name: string;
  host: string;
  port: number;
  username: string;
  jump: Jump | null;
  hostKey: HostKey | null;
  identityFile: string | null;
  verdict: 'new' | 'duplicate' | 'refused';
  /** Why not, for the last two; of a duplicate the server, or the earlier row, that has the address. */
  why: string | null;
  serverId: string | null;
};

export type ImportPlan = {
  rows: ImportRow[];
  ignored: (IgnoredLine & { file: 'config' | 'known_hosts' })[];
};

/**
 * What an SSH config and a known_hosts file would add: pure, so that what was shown and what is then done are made by the
 * same rules. Nothing in the texts is executed, resolved or opened. `defaults` fill what the files leave out.
 */
export function planImport(
  texts: { config: string; knownHosts: string },
  existing: KnownServer[],
  defaults: { username: string },
): ImportPlan {
  const config = parseSshConfig(texts.config);
  const known = parseKnownHosts(texts.knownHosts);
  const drafts = [
    ...config.hosts.map((host) => ofConfig(host, known, defaults)),
    ...known.names.map(({ host, port, line }) => ofKnownHosts(host, port, line, known, defaults)),
  ];
  const rows = judge(withoutRepeats(drafts), config.hosts, existing);
  return {
    rows,
    ignored: [
      ...config.ignored.map((line) => ({ ...line, file: 'config' as const })),
      ...(known.gaveUp() ? [tooManyHashes] : []),
      ...known.ignored.map((line) => ({ ...line, file: 'known_hosts' as const })),
    ],
  };
}

const tooManyHashes = {
  file: 'known_hosts',
  line: 1,
  text: '|1|…',
  why: 'Too many hashed names for this many hosts: the keys of the last ones are to be confirmed. Import fewer hosts at once.',
} as const;

const undecided = { verdict: 'new', why: null, serverId: null, jump: null } as const;

function ofConfig(host: ConfigHost, known: KnownHosts, { username }: { username: string }): ImportRow {
  const port = host.port ?? 22;
  return {
    key: host.alias,
    from: 'config',
    line: host.line,
    name: host.alias,
    host: host.host,
    port,
    username: host.username ?? username,
    hostKey: known.keysOf(host.host, port, host.keyAlias)[0] ?? null,
    identityFile: host.identityFile,
    ...undecided,
  };
}

function ofKnownHosts(
  host: string,
  port: number,
  line: number,
  known: KnownHosts,
  { username }: { username: string },
): ImportRow {
  const hostKey = known.keysInClear(host, port)[0] ?? null;
  const key = port === 22 ? host : `${host}:${port}`;
  return {
    key,
    from: 'known_hosts',
    line,
    name: host,
    host,
    port,
    username,
    hostKey,
    identityFile: null,
    ...undecided,
  };
}

/** A host that the config names is not offered a second time because known_hosts has it as well. */
function withoutRepeats(drafts: ImportRow[]): ImportRow[] {
  const seen = new Set<string>();
  return drafts.filter((row) => {
    const place = `${row.host.toLowerCase()} ${row.port}`;
    const repeats = row.from === 'known_hosts' && (seen.has(place) || seen.has(`key ${row.key}`));
    seen.add(place).add(`key ${row.key}`);
    return !repeats;
  });
}

function judge(drafts: ImportRow[], hosts: ConfigHost[], existing: KnownServer[]): ImportRow[] {
  const names = new Set(existing.map(({ name }) => name));
  const proxies = new Map(hosts.map(({ alias, proxyJump }) => [alias, proxyJump]));
  const firsts = firstNames(drafts, proxies);
  return drafts.map((draft) => {
    const parsed = importedAddress.safeParse(draft);
    const row = { ...draft, ...(parsed.success ? parsed.data : {}) };
    const refuse = (why: string): ImportRow => ({ ...row, verdict: 'refused', why });
    if (!parsed.success) return refuse(parsed.error.issues[0]?.message ?? 'This cannot be a server.');
    const proxy = draft.from === 'config' ? (proxies.get(draft.key) ?? null) : null;
    const jump = proxy === null ? null : jumpOf(proxy, drafts, existing, firsts);
    if (typeof jump === 'string') return refuse(jump);
    if (jump?.row && proxies.get(jump.row)) return refuse(`Its jump host ${jump.row} has one itself.`);
    if (jump?.row === row.key) return refuse('It names itself as its jump host.');
    const twin = existing.find((server) => isSame(server, row, jump));
    if (twin) return { ...row, jump, verdict: 'duplicate', why: twin.name, serverId: twin.id };
    const first = firsts.get(row.key);
    if (first) return { ...row, jump, verdict: 'duplicate', why: first };
    const name = freeName(row.name, names);
    names.add(name);
    return { ...row, name, jump };
  });
}

/** Several names of one machine and account are one server: each further name with the first that could be one. */
function firstNames(drafts: ImportRow[], proxies: Map<string, string | null>): Map<string, string> {
  const places = new Map<string, string>();
  const firsts = new Map<string, string>();
  for (const draft of drafts) {
    if (!importedAddress.safeParse(draft).success) continue;
    const { host, port, username, key } = draft;
    const proxy = (draft.from === 'config' && proxies.get(key)) || '';
    const place = JSON.stringify([host.toLowerCase(), port, username, proxy]);
    const first = places.get(place);
    if (first === undefined) places.set(place, key);
    else if (first !== key) firsts.set(key, first);
  }
  return firsts;
}

function isSame(server: KnownServer, row: ImportRow, jump: Jump | null): boolean {
  if (jump && !jump.serverId) return false;
  return (
    server.host.toLowerCase() === row.host.toLowerCase() &&
    server.port === row.port &&
    server.username === row.username &&
    server.jumpServerId === (jump?.serverId ?? null)
  );
}

/** Who `ProxyJump` means: a host of the same file, or a server by its name or address. A sentence when nobody. */
function jumpOf(
  proxy: string,
  drafts: ImportRow[],
  existing: KnownServer[],
  firsts: Map<string, string>,
): Jump | string {
  if (proxy.includes(',')) return 'It is reached over several jump hosts; Tomo takes one.';
  const [, user, host = '', port] = /^(?:ssh:\/\/)?(?:([^@]+)@)?([^:@]+)(?::(\d{1,5}))?$/.exec(proxy) ?? [];
  const server = existing.find(
    (one) =>
      one.name === proxy ||
      (one.host === host && one.port === Number(port ?? 22) && (user === undefined || one.username === user)),
  );
  if (server?.jumpServerId) return `Its jump host ${server.name} is itself reached through one.`;
  if (server) return { name: server.name, serverId: server.id, row: null };
  const row = drafts.find((draft) => draft.key === (firsts.get(host) ?? host));
  if (row) return { name: row.name, serverId: null, row: row.key };
  return `Its jump host ${proxy.slice(0, 80)} is neither in the file nor in Tomo.`;
}

function freeName(wanted: string, taken: Set<string>): string {
  const base = wanted.slice(0, 60);
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(name)) return name;
  }
}
