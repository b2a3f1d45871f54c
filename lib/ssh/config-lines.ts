import 'server-only';

/** One line of an SSH config: keyword in lower case ('' when it cannot be read), its arguments, and how it was written. */
export type ConfigLine = { number: number; keyword: string; words: string[]; text: string };

const MAX_LINES = 4_000;
const MAX_LINE = 2_048;
const SHOWN = 120;

/** Splits a config into its lines with a meaning: quotes, `=` and comments as ssh_config(5) has them. */
export function readConfigLines(text: string): ConfigLine[] {
  const lines: ConfigLine[] = [];
  const all = text.split(/\r\n|\n|\r/);
  for (const [index, raw] of all.slice(0, MAX_LINES).entries()) {
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const shown = trimmed.slice(0, SHOWN).replace(/\p{Cc}/gu, '\u{fffd}');
    const [keyword = '', ...words] = trimmed.length > MAX_LINE ? [] : wordsOf(trimmed);
    const isReadable = /^[a-z][a-z0-9]*$/i.test(keyword) && words.length > 0;
    lines.push({
      number: index + 1,
      keyword: isReadable ? keyword.toLowerCase() : '',
      words: words.slice(0, 200),
      text: shown,
    });
  }
  if (all.length > MAX_LINES)
    lines.push({
      number: MAX_LINES + 1,
      keyword: '',
      words: [],
      text: `Only the first ${MAX_LINES} lines are read`,
    });
  return lines;
}

// `Key value`, `Key=value`, `Key "a value"`; what follows a # after a space is a comment.
function wordsOf(line: string): string[] {
  const [, keyword, rest] = /^([^\s="]+)(?:\s*=\s*|\s+)(.*)$/s.exec(line) ?? [];
  if (keyword === undefined || rest === undefined) return [line];
  const words: string[] = [keyword];
  for (const [whole, quoted] of rest.matchAll(/"([^"]*)"|[^\s"]+/g)) {
    if (whole.startsWith('#')) break;
    words.push(quoted ?? whole);
  }
  return words;
}
