import 'server-only';
import { type ConfigLine, readConfigLines } from './config-lines';
import { matchesGlob } from './known-hosts';

/** A host that somebody named in an SSH config, with what the file says about it. */
export type ConfigHost = {
  alias: string;
  line: number;
  host: string;
  port: number | null;
  username: string | null;
  /** Name under which known_hosts has its key, where the file gives another one than the host. */
  keyAlias: string | null;
  /** Path of a key on somebody's machine: shown, never read. */
  identityFile: string | null;
  /** `[user@]host[:port]` or an alias, as written. */
  proxyJump: string | null;
};

/** A line that has no effect in Tomo, and why. */
export type IgnoredLine = { line: number; text: string; why: string };

const MAX_HOSTS = 200;
const MAX_STARS = 4;
const used = new Set(['hostname', 'user', 'port', 'identityfile', 'proxyjump', 'hostkeyalias']);
const running = new Set([
  'proxycommand',
  'localcommand',
  'knownhostscommand',
  'remotecommand',
  'proxyusefdpass',
]);

type Block = { patterns: string[]; values: Map<string, ConfigLine> };

/**
 * Reads the text of an `ssh_config(5)` and evaluates nothing: no file is included, no condition tried, no command run;
 * such lines are listed instead. As in OpenSSH the first value of an option that applies to a host wins.
 */
export function parseSshConfig(text: string): { hosts: ConfigHost[]; ignored: IgnoredLine[] } {
  const ignored: IgnoredLine[] = [];
  const named = new Map<string, number>();
  const beyond = new Map<string, ConfigLine>();
  const blocks: Block[] = [{ patterns: ['*'], values: new Map() }];
  let current: Block | undefined = blocks[0];
  for (const line of readConfigLines(text)) {
    const ignore = (why: string) => ignored.push({ line: line.number, text: line.text, why });
    if (line.keyword === '') ignore('This line cannot be read.');
    else if (line.keyword === 'match') {
      current = undefined;
      ignore('Match may run commands; Tomo evaluates no condition and skips the whole section.');
    } else if (line.keyword === 'host') {
      current = { patterns: line.words.filter((word) => starsIn(word) <= MAX_STARS), values: new Map() };
      if (current.patterns.length < line.words.length) ignore('A pattern has too many wildcards.');
      blocks.push(current);
      for (const name of current.patterns.filter(isName)) {
        if (named.size < MAX_HOSTS) named.set(name, named.get(name) ?? line.number);
        else if (!named.has(name)) {
          beyond.set(name, line);
        }
      }
    } else if (line.keyword === 'include') ignore('Tomo opens no other files. Paste their text as well.');
    else if (running.has(line.keyword)) ignore('Tomo runs no command of a config file.');
    else if (!current) ignore('It belongs to a section that is skipped.');
    else if (!used.has(line.keyword)) ignore('Tomo has no such option, or its own.');
    else if (!current.values.has(line.keyword)) current.values.set(line.keyword, line);
  }
  const [first] = beyond.values();
  if (first)
    ignored.push({
      line: first.number,
      text: first.text,
      why: `Only the first ${MAX_HOSTS} hosts are read; ${beyond.size} more follow from here on. Import these, then paste the rest.`,
    });
  const hosts = [...named].map(([alias, line]) => hostOf(alias, line, blocks));
  return { hosts, ignored: inOrder(ignored) };
}

function hostOf(alias: string, line: number, blocks: Block[]): ConfigHost {
  const applying = blocks.filter(({ patterns }) => applies(patterns, alias));
  const value = (keyword: string): string | null => {
    for (const { values } of applying) {
      const word = values.get(keyword)?.words[0];
      // Other tokens and variables stay as written: what they make of a host or an account is none, and is refused as such.
      if (word !== undefined) return word.replaceAll('%h', alias).replaceAll('%n', alias);
    }
    return null;
  };
  const port = value('port');
  return {
    alias,
    line,
    host: value('hostname') ?? alias,
    port: port === null ? null : /^\d{1,5}$/.test(port) ? Number(port) : 0,
    username: value('user'),
    keyAlias: value('hostkeyalias'),
    identityFile: value('identityfile'),
    proxyJump: none(value('proxyjump')),
  };
}

function applies(patterns: string[], alias: string): boolean {
  const fits = (pattern: string) => matchesGlob(pattern, alias);
  if (patterns.some((pattern) => pattern.startsWith('!') && fits(pattern.slice(1)))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && fits(pattern));
}

const isName = (pattern: string) => pattern !== '' && !/[*?!]/.test(pattern);
const starsIn = (pattern: string) => pattern.split('*').length - 1;
const none = (value: string | null) => (value?.toLowerCase() === 'none' ? null : value);

/** Each line once, in the order of the file. */
function inOrder(ignored: IgnoredLine[]): IgnoredLine[] {
  const byLine = new Map(ignored.map((entry) => [`${entry.line} ${entry.why}`, entry]));
  return [...byLine.values()].sort((left, right) => left.line - right.line);
}
