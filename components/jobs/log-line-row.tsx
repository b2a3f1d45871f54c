import { cn } from '@/components/ui/cn';
import type { LogLine } from '@/lib/jobs/line';
import { ansiSpans } from './ansi';

type LogLineRowProps = {
  line: LogLine;
  /** Clock time to show at the left; undefined: none. */
  time?: string;
  wrap: boolean;
};

const levels: Partial<Record<LogLine['level'], string>> = {
  ERROR: 'text-danger',
  CRITICAL: 'text-danger',
  WARNING: 'text-warning',
};

/** One line of a log: its number links to itself, events stand out from output, nothing in it is markup. */
export function LogLineRow({ line, time, wrap }: LogLineRowProps) {
  const isEvent = line.stream === 'event';
  return (
    <div
      id={`L${line.seq}`}
      data-seq={line.seq}
      className="group/line flex gap-3 px-4 leading-5 target:bg-info-soft"
    >
      <a
        href={`#L${line.seq}`}
        tabIndex={-1}
        className="w-10 shrink-0 select-none text-right text-muted-foreground tabular-nums no-underline hover:underline"
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
        {ansiSpans(line.message).map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one unchanging line.
          <span key={index} className={span.className}>
            {span.text}
          </span>
        ))}
      </span>
    </div>
  );
}
