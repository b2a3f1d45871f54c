import { type Rule, ranks } from './rule';
import { rules } from './rules';

export type Explanation = {
  id: string;
  sentence: string;
  action: string;
  /** Whether this is a cause of its own, not something that follows from many. */
  exact: boolean;
};

export type Said = {
  /** How the command ended, if it did: some codes have a meaning of their own. */
  exitCode?: number;
  /** Whose output it is; that of commands on a server by default. */
  of?: 'server' | 'container';
};

const MOST_LINES = 80;
// Causes stand at the beginning of a line or at its end; what is between them in a very long one is dropped.
const LINE_HEAD = 2_000;
const LINE_TAIL = 1_000;
const VALUE_LENGTH = 160;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what this removes.
const COLOURS = /\x1b\[[0-9;]{0,32}m|\r/g;

/**
 * The known cause that the last lines of output show; undefined when none is known. The most exact cause wins over what
 * follows from many, and among equals the latest line, because earlier troubles may have been overcome.
 */
export function explain(
  lines: readonly string[],
  { exitCode, of = 'server' }: Said = {},
): Explanation | undefined {
  const ending = exitCode === undefined ? [] : [`process ended with exit code ${exitCode}`];
  const latestFirst = [...ending, ...lines.slice(-MOST_LINES)].map(bounded).reverse();
  for (const rank of ranks) {
    const candidates = rules.filter((rule) => (rule.rank ?? 'cause') === rank && speaksOf(rule, of));
    for (const line of latestFirst) {
      for (const rule of candidates) {
        const found = matchOf(rule, line);
        if (found) return explanation(rule, found.groups ?? {});
      }
    }
  }
  return undefined;
}

const speaksOf = ({ scope = 'server' }: { scope?: string }, of: 'server' | 'container') =>
  scope === of || scope === 'both';

function matchOf({ patterns }: Rule, line: string): RegExpExecArray | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(line);
    if (found) return found;
  }
  return undefined;
}

function explanation(
  { id, sentence, action, rank }: Rule,
  values: Record<string, string | undefined>,
): Explanation {
  return {
    id,
    sentence: filled(sentence, values),
    action: filled(action, values),
    exact: rank === undefined,
  };
}

/** `{name|otherwise}` becomes what was found, as printable text of bounded length. */
function filled(text: string, values: Record<string, string | undefined>): string {
  return text.replace(
    /\{([a-z]{1,20})(?:\|([^}]{0,60}))?\}/g,
    (_all, name: string, otherwise: string | undefined) => {
      const value = values[name]
        ?.replace(/[^\x20-\x7e]/g, '?')
        .slice(0, VALUE_LENGTH)
        .replace(/[\s.:]{1,160}$/, '');
      return value || otherwise || '?';
    },
  );
}

function bounded(raw: string): string {
  const cut =
    raw.length > LINE_HEAD + LINE_TAIL ? `${raw.slice(0, LINE_HEAD)} … ${raw.slice(-LINE_TAIL)}` : raw;
  return cut.replace(COLOURS, '');
}
