import type { LogEntry } from '@/lib/installed-apps/logs/entry';

/** A line as a viewer holds it; `note` lines are the viewer's own words. */
export type ShownLine = Omit<LogEntry, 'stream'> & { seq: number; stream: LogEntry['stream'] | 'note' };

/** Most lines that a page holds. */
export const VIEW_LINES = 5_000;

/** What a page holds of a log, and how many lines it has let go of. */
export type Held = { lines: ShownLine[]; next: number; left: number };

export const nothingHeld: Held = { lines: [], next: 1, left: 0 };

/** Adds lines behind those that are held and lets go of the oldest beyond the bound. */
export function withLines(held: Held, more: readonly Omit<ShownLine, 'seq'>[]): Held {
  if (more.length === 0) return held;
  const numbered = more.map((line, index) => ({ ...line, seq: held.next + index }));
  const all = [...held.lines, ...numbered];
  const lines = all.slice(-VIEW_LINES);
  return { lines, next: held.next + more.length, left: held.left + all.length - lines.length };
}

/** Lines as text: what copying and downloading give. */
export function textOf(lines: readonly ShownLine[], labelled: boolean): string {
  return lines
    .map(({ at, service, stream, text }) =>
      stream === 'note' ? `# ${text}\n` : `${[at, ...(labelled ? [service] : []), stream, text].join(' ')}\n`,
    )
    .join('');
}
