'use client';

import { ArrowDown, Download } from 'lucide-react';
import {
  type ReactNode,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { formatTime } from '@/components/data/format';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { Input } from '@/components/ui/input';
import type { LogLine } from '@/lib/jobs/line';
import { lineFilter } from './line-filter';
import { LogLineRow } from './log-line-row';
import { LogToggle } from './log-toggle';
import { jobMessages } from './messages';

type LogViewerProps = {
  /** Names the download. */
  name: string;
  lines: LogLine[];
  wire: { state: 'connecting' | 'live' | 'reconnecting' | 'ended'; attempt: number };
  running: boolean;
  earlierHref: string | null;
  zone: string;
  hourCycle: 'h23' | 'h12';
  streamed: ReactNode;
};

// Rows outside the view cost nothing to lay out; the browser skips whole groups of them.
const GROUP = 100;
const LINE_HEIGHT = 20;

/** A log: stored lines first, then new ones as they come. Only the person's own upward scroll stops following. */
export function LogViewer({
  name,
  lines,
  wire,
  running,
  earlierHref,
  zone,
  hourCycle,
  streamed,
}: LogViewerProps) {
  const [query, setQuery] = useState('');
  const [errorsOnly, setErrorsOnly] = useState(false);
  const [wrap, setWrap] = useState(true);
  const [times, setTimes] = useState(false);
  const [following, setFollowing] = useState(running);
  const [seen, setSeen] = useState(lines.length);
  const box = useRef<HTMLDivElement>(null);

  const wanted = useDeferredValue(query);
  const shown = useMemo(() => lines.filter(lineFilter(wanted, errorsOnly)), [lines, wanted, errorsOnly]);
  const groups = useMemo(() => groupsOf(shown), [shown]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every new line moves the end.
  useLayoutEffect(() => {
    if (!following || !box.current) return;
    box.current.scrollTop = box.current.scrollHeight;
    setSeen(lines.length);
  }, [following, shown.length, lines.length]);

  // The end of a log says what became of it; a link to a line wins.
  useLayoutEffect(() => {
    if (box.current && !location.hash) box.current.scrollTop = box.current.scrollHeight;
  }, []);

  useEffect(() => {
    if (!running) setFollowing(false);
  }, [running]);

  const stopFollowing = () => running && setFollowing(false);
  return (
    <section
      aria-label={jobMessages.log}
      className="relative min-w-0 rounded-lg border border-border bg-card"
    >
      <div className="flex flex-wrap items-center gap-2 border-border border-b px-3 py-2">
        <Input
          type="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          placeholder={jobMessages.filter}
          aria-label={jobMessages.filter}
          className="h-8 w-44 max-sm:w-full"
        />
        {query && (
          <span className="text-muted-foreground text-xs tabular-nums">
            {jobMessages.matches(shown.length, lines.length)}
          </span>
        )}
        <div className="ml-auto flex flex-wrap items-center gap-1">
          <LogToggle pressed={errorsOnly} onChange={setErrorsOnly} label={jobMessages.errorsOnly} />
          <LogToggle pressed={times} onChange={setTimes} label={jobMessages.times} />
          <LogToggle pressed={wrap} onChange={setWrap} label={jobMessages.wrap} />
          {running && <LogToggle pressed={following} onChange={setFollowing} label={jobMessages.follow} />}
          <CopyButton value={textOf(shown)} what={jobMessages.log.toLowerCase()} />
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={jobMessages.download}
            title={jobMessages.download}
            onClick={() => download(name, shown)}
          >
            <Download aria-hidden="true" />
          </Button>
        </div>
      </div>
      <div
        ref={box}
        role="log"
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        tabIndex={0}
        onWheel={(event) => event.deltaY < 0 && stopFollowing()}
        onTouchMove={stopFollowing}
        onKeyDown={(event) => ['PageUp', 'Home', 'ArrowUp'].includes(event.key) && stopFollowing()}
        className={cn(
          'max-h-[65vh] min-h-40 overflow-auto py-2 font-mono text-xs -outline-offset-2 noscript:max-h-none',
          !wrap && 'overflow-x-auto',
        )}
      >
        {earlierHref && (
          <p className="px-4 pb-2 font-sans">
            <a href={earlierHref} className="text-accent-ink">
              {jobMessages.loadEarlier}
            </a>
          </p>
        )}
        {lines.length === 0 && (
          <p className="px-4 py-2 font-sans text-muted-foreground noscript:hidden">
            {jobMessages.noLinesYet}
          </p>
        )}
        {groups.map((group, index) => (
          <div
            key={group[0]?.seq}
            // The last group is always laid out: the end of the log is where people look.
            className={cn(index < groups.length - 1 && '[content-visibility:auto]')}
            style={{ containIntrinsicSize: `auto ${group.length * LINE_HEIGHT}px` }}
          >
            {group.map((line) => (
              <LogLineRow
                key={line.seq}
                line={line}
                wrap={wrap}
                time={times ? formatTime(line.timestamp, { zone, hourCycle }, true) : undefined}
              />
            ))}
          </div>
        ))}
        {streamed}
      </div>
      {running && !following && lines.length > seen && (
        <Button
          size="sm"
          className="-translate-x-1/2 absolute bottom-12 left-1/2"
          onClick={() => setFollowing(true)}
        >
          <ArrowDown aria-hidden="true" />
          {jobMessages.newLines(lines.length - seen)}
        </Button>
      )}
      <p className="border-border border-t px-4 py-1.5 text-muted-foreground text-xs" data-wire={wire.state}>
        {wireWords(wire)}
      </p>
    </section>
  );
}

function groupsOf(lines: LogLine[]): LogLine[][] {
  const groups = new Map<number, LogLine[]>();
  for (const line of lines) {
    const key = Math.floor(line.seq / GROUP);
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()];
}

function wireWords({ state, attempt }: LogViewerProps['wire']): string {
  if (state === 'live') return jobMessages.live;
  if (state === 'ended') return jobMessages.ended;
  return state === 'reconnecting' ? jobMessages.reconnecting(attempt) : jobMessages.connecting;
}

function textOf(lines: LogLine[]): string {
  return lines.map((line) => line.message).join('\n');
}

function download(name: string, lines: LogLine[]): void {
  const text = lines
    .map((line) => `${line.timestamp} ${line.step} ${line.stream} ${line.message}\n`)
    .join('');
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.log`;
  link.click();
  URL.revokeObjectURL(url);
}
