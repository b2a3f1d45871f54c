'use client';

import { ArrowDown, Download } from 'lucide-react';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Button, buttonVariants } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { copyText } from '@/components/ui/copy-text';
import type { LogLine } from '@/lib/jobs/line';
import type { StepView } from '@/lib/jobs/views';
import type { JobFeed, LogPart } from './job-feed';
import { lineFilter } from './line-filter';
import { LogLines } from './log-lines';
import { LogPlaceLink, takeUsedControl } from './log-place-link';
import { LogMatchBar, LogSearch } from './log-search';
import { LogToggle } from './log-toggle';
import { jobMessages } from './messages';

type LogViewerProps = {
  job: { id: string; kind: string };
  lines: LogLine[];
  /** Which part of the stored log the page began with. */
  log: LogPart;
  steps: StepView[];
  wire: JobFeed['wire'];
  /** Whether new lines come in behind these. */
  isLive: boolean;
  earlier: JobFeed['earlier'];
  onEarlier: JobFeed['loadEarlier'];
  zone: string;
  hourCycle: 'h23' | 'h12';
  streamed: ReactNode;
};

const placeLink = 'rounded-sm text-accent-ink hover:underline';

/** A log: a window of stored lines, then new ones as they come. Only the person's own upward scroll stops following. */
export function LogViewer({
  job,
  lines,
  log,
  steps,
  wire,
  isLive,
  earlier,
  onEarlier,
  zone,
  hourCycle,
  streamed,
}: LogViewerProps) {
  const searched = log.matches?.query ?? null;
  const [query, setQuery] = useState(searched ?? '');
  const [errorsOnly, setErrorsOnly] = useState(false);
  const [wrap, setWrap] = useState(true);
  const [times, setTimes] = useState(false);
  const [following, setFollowing] = useState(isLive);
  const [newestSeen, setNewestSeen] = useState(lines.at(-1)?.seq ?? 0);
  const [marked, setMarked] = useState(log.at);
  const [said, setSaid] = useState('');
  const box = useRef<HTMLDivElement>(null);

  // What the whole log was searched for is marked among its neighbours, not filtered out of them.
  const wanted = useDeferredValue(query.trim() === searched ? '' : query);
  const shown = useMemo(
    () => (wanted.trim() || errorsOnly ? lines.filter(lineFilter(wanted, errorsOnly)) : lines),
    [lines, wanted, errorsOnly],
  );
  const look = useMemo(
    () => ({ wrap, times, zone, hourCycle, query: searched }),
    [wrap, times, zone, hourCycle, searched],
  );
  const newest = lines.at(-1)?.seq ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: every new line moves the end.
  useLayoutEffect(() => {
    if (!following || !box.current) return;
    box.current.scrollTop = box.current.scrollHeight;
    setNewestSeen(newest);
  }, [following, shown.length, newest]);

  // The line that was asked for, else the end: that says what became of the job.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const row = log.at === null ? null : element.querySelector(`[data-seq="${log.at}"]`);
    if (row) element.scrollTop += middleOf(row) - middleOf(element);
    else if (!location.hash) element.scrollTop = log.hasLater ? 0 : element.scrollHeight;
    const control = takeUsedControl();
    if (control) {
      const same = element.parentElement?.querySelector<HTMLElement>(`[data-control="${control}"]`);
      (same ?? element).focus({ preventScroll: true });
    }
  }, [log]);

  useStayingInPlace(box, lines[0]?.seq ?? 0);

  useEffect(() => {
    if (!isLive) setFollowing(false);
  }, [isLive]);

  const stopFollowing = () => isLive && setFollowing(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (['PageUp', 'Home', 'ArrowUp'].includes(event.key)) stopFollowing();
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === 'f' && isLive) setFollowing(!following);
    if (event.key === 'w') setWrap(!wrap);
    if (event.key === 't') setTimes(!times);
  };
  const onClick = async (event: MouseEvent) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-line]');
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const seq = Number(link.dataset.line);
    setMarked(seq);
    history.replaceState(null, '', link.href);
    if (await copyText(link.href)) setSaid(jobMessages.linkCopied(seq));
  };
  const loadEarlier = (event: MouseEvent) => {
    if (!onEarlier) return;
    event.preventDefault();
    event.stopPropagation();
    setFollowing(false);
    if (earlier !== 'loading') onEarlier();
  };
  return (
    <section
      aria-label={jobMessages.log}
      className="relative min-w-0 rounded-lg border border-border bg-card"
    >
      <div className="flex flex-wrap items-center gap-2 border-border border-b px-3 py-2">
        <LogSearch query={query} onQuery={setQuery}>
          {wanted.trim() && (
            <span className="text-muted-foreground text-xs tabular-nums">
              {jobMessages.matches(shown.length, lines.length)}
            </span>
          )}
          {query.trim() && query.trim() !== searched && (
            <Button type="submit" variant="outline" size="sm">
              {jobMessages.search}
            </Button>
          )}
        </LogSearch>
        <div className="ml-auto flex flex-wrap items-center gap-1 noscript:hidden">
          <LogToggle pressed={errorsOnly} onChange={setErrorsOnly} label={jobMessages.errorsOnly} />
          <LogToggle pressed={times} onChange={setTimes} label={jobMessages.times} />
          <LogToggle pressed={wrap} onChange={setWrap} label={jobMessages.wrap} />
          {isLive && <LogToggle pressed={following} onChange={setFollowing} label={jobMessages.follow} />}
          <CopyButton value={() => textOf(shown)} what={jobMessages.log.toLowerCase()} />
        </div>
        <a
          href={`/api/v1/jobs/${job.id}/log`}
          download
          aria-label={jobMessages.download}
          title={jobMessages.download}
          className={buttonVariants({ variant: 'ghost', size: 'icon-sm' })}
        >
          <Download aria-hidden="true" />
        </a>
      </div>
      {log.matches && <LogMatchBar matches={log.matches} />}
      <div
        ref={box}
        role="log"
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        tabIndex={0}
        onWheel={(event) => event.deltaY < 0 && stopFollowing()}
        onTouchMove={stopFollowing}
        onKeyDown={onKeyDown}
        onClick={onClick}
        className={cn(
          'relative max-h-[65vh] min-h-40 overflow-auto py-2 font-mono text-xs -outline-offset-2 noscript:max-h-none',
          !wrap && 'overflow-x-auto',
        )}
      >
        {earlier !== 'none' && (
          <p className="px-4 pb-2 font-sans" onClickCapture={loadEarlier}>
            <LogPlaceLink place={{ before: lines[0]?.seq ?? 1 }} control="earlier" className={placeLink}>
              {earlier === 'loading'
                ? jobMessages.loadingEarlier
                : earlier === 'failed'
                  ? jobMessages.loadEarlierFailed
                  : jobMessages.loadEarlier}
            </LogPlaceLink>
          </p>
        )}
        {lines.length === 0 && (
          <p className="px-4 py-2 font-sans text-muted-foreground noscript:hidden">
            {jobMessages.noLinesYet}
          </p>
        )}
        <LogLines kind={job.kind} lines={shown} steps={steps} marked={marked} look={look} />
        {streamed}
        {log.hasLater && (
          <p className="px-4 pt-2 font-sans">
            <LogPlaceLink place={{ after: newest }} control="later" className={placeLink}>
              {jobMessages.laterLines}
            </LogPlaceLink>
          </p>
        )}
      </div>
      {isLive && !following && newest > newestSeen && (
        <Button
          size="sm"
          className="-translate-x-1/2 absolute bottom-12 left-1/2"
          onClick={() => setFollowing(true)}
        >
          <ArrowDown aria-hidden="true" />
          {jobMessages.newLines(newest - newestSeen)}
        </Button>
      )}
      <p className="border-border border-t px-4 py-1.5 text-muted-foreground text-xs" data-wire={wire.state}>
        {wireWords(wire)}
        {log.hasLater && (
          <>
            {` · ${jobMessages.olderPart} `}
            <LogPlaceLink place={{}} control="end" className="rounded-sm text-accent-ink underline">
              {jobMessages.toEnd}
            </LogPlaceLink>
          </>
        )}
      </p>
      <p role="status" className="sr-only">
        {said}
      </p>
    </section>
  );
}

// Where the line that was the first one stands after earlier ones came in: below the name of its step.
const BELOW_TOP = 40;

/** Lines that come in above must not push away the one that was read. */
function useStayingInPlace(box: React.RefObject<HTMLDivElement | null>, firstSeq: number): void {
  const before = useRef(firstSeq);
  useLayoutEffect(() => {
    const row = box.current?.querySelector(`[data-seq="${before.current}"]`);
    if (box.current && row && firstSeq < before.current) {
      box.current.scrollTop += topIn(box.current, row) - BELOW_TOP;
    }
    before.current = firstSeq;
  }, [box, firstSeq]);
}

function topIn(box: Element, row: Element): number {
  return row.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

function middleOf(element: Element): number {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}

function wireWords({ state, attempt }: JobFeed['wire']): string {
  if (state === 'live') return jobMessages.live;
  if (state === 'ended') return jobMessages.ended;
  return state === 'reconnecting' ? jobMessages.reconnecting(attempt) : jobMessages.connecting;
}

function textOf(lines: LogLine[]): string {
  return lines.map((line) => line.message).join('\n');
}
