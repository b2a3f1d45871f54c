import { cn } from '@/components/ui/cn';
import type { LogLine } from '@/lib/jobs/line';
import { ansiSpans } from './ansi';
import { jobMessages } from './messages';

type LogLineRowProps = {
  line: LogLine;
  /** Clock time to show at the left; undefined: none. */
  time?: string;
  wrap: boolean;
  /** Text to mark in it. */
  query?: string | null;
  /** Whether somebody pointed at this line. */
  isMarked?: boolean;
};

const levels: Partial<Record<LogLine['level'], string>> = {
  ERROR: 'text-danger',
  CRITICAL: 'text-danger',
  WARNING: 'text-warning',
};

/** One line of a log: its number links to itself, events stand out from output, nothing in it is markup. */
export function LogLineRow({ line, time, wrap, query, isMarked = false }: LogLineRowProps) {
  const isEvent = line.stream === 'event';
  const isError = line.stream === 'stderr';
  return (
    <div
      id={`L${line.seq}`}
      data-seq={line.seq}
      className={cn(
        'flex gap-3 px-4 leading-5 target:bg-info-soft',
        isError && 'shadow-[inset_3px_0_0_var(--color-warning)]',
        isMarked && 'bg-info-soft',
      )}
    >
      <a
        href={`?at=${line.seq}#L${line.seq}`}
        data-line={line.seq}
        // Hundreds of stops on the way of the tab key help nobody; the line that was looked for has one.
        tabIndex={isMarked ? 0 : -1}
        aria-label={jobMessages.linkTo(line.seq)}
        className="min-w-11 shrink-0 select-none text-right text-muted-foreground tabular-nums no-underline hover:underline"
      >
        {line.seq}
      </a>
      {time && <span className="shrink-0 select-none text-muted-foreground tabular-nums">{time}</span>}
      <span
        className={cn(
          'min-w-0',
          wrap ? 'whitespace-pre-wrap [overflow-wrap:anywhere]' : 'whitespace-pre',
          isEvent && 'font-medium font-sans',
          levels[line.level],
        )}
      >
        {isError && <span className="sr-only">{jobMessages.errorStream}: </span>}
        {ansiSpans(line.message).map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one unchanging line.
          <span key={index} className={span.className}>
            {query ? <Marked text={span.text} query={query} /> : span.text}
          </span>
        ))}
      </span>
    </div>
  );
}

function Marked({ text, query }: { text: string; query: string }) {
  const wanted = query.toLowerCase();
  const lower = text.toLowerCase();
  // Lower case of a few letters is longer than they are; then places would not fit.
  if (lower.length !== text.length || !lower.includes(wanted)) return text;
  const pieces: { at: number; text: string; hit: boolean }[] = [];
  let from = 0;
  for (let hit = lower.indexOf(wanted); hit !== -1; hit = lower.indexOf(wanted, from)) {
    pieces.push({ at: from, text: text.slice(from, hit), hit: false });
    from = hit + wanted.length;
    pieces.push({ at: hit, text: text.slice(hit, from), hit: true });
  }
  pieces.push({ at: from, text: text.slice(from), hit: false });
  return pieces.map((piece) =>
    piece.hit ? (
      <mark key={`hit ${piece.at}`} className="rounded-xs bg-warning-soft text-foreground">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
