import type { LogLine } from '@/lib/jobs/line';

/** Decides which lines are shown: text in any case, or `/expression/`; an expression that is not finished counts as text. */
export function lineFilter(query: string, errorsOnly: boolean): (line: LogLine) => boolean {
  const matches = textFilter(query.trim());
  return (line) =>
    (!errorsOnly ||
      line.stream === 'stderr' ||
      line.level === 'ERROR' ||
      line.level === 'CRITICAL' ||
      line.level === 'WARNING') &&
    matches(line.message);
}

function textFilter(query: string): (text: string) => boolean {
  if (query === '') return () => true;
  const expression = /^\/(.+)\/$/.exec(query)?.[1];
  try {
    if (expression) {
      const pattern = new RegExp(expression, 'i');
      return (text) => pattern.test(text);
    }
  } catch {
    // Typed half-way: look for it as text until it is whole.
  }
  const wanted = query.toLowerCase();
  return (text) => text.toLowerCase().includes(wanted);
}
