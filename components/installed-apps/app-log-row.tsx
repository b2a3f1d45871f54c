import { ansiSpans } from '@/components/jobs/ansi';
import { cn } from '@/components/ui/cn';
import type { ShownLine } from './log-lines';
import { pieces } from './log-search';
import { logMessages as words } from './messages';

type AppLogRowProps = {
  line: ShownLine;
  /** Whether lines say which service wrote them. */
  labelled: boolean;
  /** When it was written; undefined: not shown. */
  time?: string;
  wrap: boolean;
  pattern: RegExp | undefined;
};

/** One line of a container: who wrote it and on which stream, nothing in it is markup. */
export function AppLogRow({ line, labelled, time, wrap, pattern }: AppLogRowProps) {
  if (line.stream === 'note')
    return (
      <p className="px-4 py-0.5 font-sans text-warning" data-stream="note">
        {line.text}
      </p>
    );
  const isError = line.stream === 'stderr';
  return (
    <div
      data-stream={line.stream}
      data-service={line.service}
      className={cn(
        'flex gap-3 px-4 leading-5 max-sm:flex-wrap max-sm:gap-x-2 max-sm:gap-y-0',
        isError && 'shadow-[inset_2px_0_0_var(--warning)]',
      )}
    >
      {time !== undefined && (
        <time
          dateTime={line.at}
          className="shrink-0 select-none whitespace-pre text-muted-foreground tabular-nums"
        >
          {time}
        </time>
      )}
      {labelled && (
        <span className="w-20 shrink-0 select-none truncate text-accent-ink max-sm:w-auto">
          {line.service}
        </span>
      )}
      <span className="w-6 shrink-0 select-none text-warning max-sm:w-auto">
        {isError && <abbr title={words.stderr}>{words.err}</abbr>}
      </span>
      <span
        className={cn(
          'min-w-0 max-sm:basis-full',
          wrap ? 'whitespace-pre-wrap [overflow-wrap:anywhere]' : 'whitespace-pre',
        )}
      >
        {ansiSpans(line.text).map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one unchanging line.
          <span key={index} className={span.className}>
            <Marked text={span.text} pattern={pattern} />
          </span>
        ))}
      </span>
    </div>
  );
}

/** A text in which what is looked for stands out. */
function Marked({ text, pattern }: { text: string; pattern: RegExp | undefined }) {
  return pieces(text, pattern).map((piece, index) =>
    piece.found ? (
      <mark
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one unchanging text.
        key={index}
        className="rounded-xs bg-warning-soft text-foreground underline decoration-warning"
      >
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
