'use client';

import { ArrowDown, Download } from 'lucide-react';
import Link from 'next/link';
import { useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { LogToggle } from '@/components/jobs/log-toggle';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { Input } from '@/components/ui/input';
import { type LogAsked, type LogFeed, useLogFeed } from './app-log-feed';
import { AppLogRow } from './app-log-row';
import { AppLogStates } from './app-log-states';
import { downloadText } from './download-text';
import { logClock } from './log-clock';
import { type ShownLine, textOf } from './log-lines';
import { isFound, searchPattern } from './log-search';
import { logMessages as words } from './messages';

type AppLogViewerProps = {
  asked: LogAsked;
  /** Names the download. */
  name: string;
  serverId: string;
  zone: string;
  hourCycle: 'h23' | 'h12';
};

// Groups outside the view are not laid out.
const GROUP = 100;
const LINE_HEIGHT = 20;

/** The live log of an app: what was read, then new lines as they are written. Only the person's own upward scroll pauses it. */
export function AppLogViewer({ asked, name, serverId, zone, hourCycle }: AppLogViewerProps) {
  const feed = useLogFeed(asked);
  const { lines, left } = feed.held;
  const [query, setQuery] = useState('');
  const [onlyStderr, setOnlyStderr] = useState(false);
  const [wrap, setWrap] = useState(true);
  const [times, setTimes] = useState(true);
  const [following, setFollowing] = useState(true);
  const [seen, setSeen] = useState(0);
  const box = useRef<HTMLDivElement>(null);

  const wanted = useDeferredValue(query);
  const pattern = useMemo(() => searchPattern(wanted), [wanted]);
  const shown = useMemo(
    () =>
      lines.filter(
        ({ stream, text }) =>
          (!onlyStderr || stream === 'stderr') && (stream === 'note' ? !pattern : isFound(pattern, text)),
      ),
    [lines, pattern, onlyStderr],
  );
  const groups = useMemo(() => groupsOf(shown), [shown]);
  const clock = useMemo(() => logClock({ zone, hourCycle }), [zone, hourCycle]);
  const labelled = asked.service === undefined;
  const last = lines.at(-1)?.seq ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: every new line moves the end.
  useLayoutEffect(() => {
    if (!following || !box.current) return;
    box.current.scrollTop = box.current.scrollHeight;
    setSeen(last);
  }, [following, shown.length, last]);

  const pause = () => setFollowing(false);
  return (
    <section
      aria-label={words.section}
      className="relative min-w-0 rounded-lg border border-border bg-card"
      data-log={feed.ready ? 'ready' : 'reading'}
    >
      <div className="flex flex-wrap items-center gap-2 border-border border-b px-3 py-2">
        <Input
          type="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          placeholder={words.search}
          aria-label={words.search}
          className="h-8 w-52 max-sm:w-full"
        />
        {(query || onlyStderr) && (
          <span role="status" className="text-muted-foreground text-xs tabular-nums">
            {words.matches(shown.length, lines.length)}
          </span>
        )}
        <div className="ml-auto flex flex-wrap items-center gap-1">
          <LogToggle pressed={onlyStderr} onChange={setOnlyStderr} label={words.onlyStderr} />
          <LogToggle pressed={times} onChange={setTimes} label={words.times} />
          <LogToggle pressed={wrap} onChange={setWrap} label={words.wrap} />
          <LogToggle pressed={following} onChange={setFollowing} label={words.follow} />
          <CopyButton value={textOf(shown, labelled)} what={words.copy} />
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={words.download}
            title={words.download}
            onClick={() => downloadText(`${name}.log`, textOf(shown, labelled))}
          >
            <Download aria-hidden="true" />
          </Button>
        </div>
      </div>
      <AppLogStates
        states={feed.states}
        refused={feed.refused}
        action={
          <Link href={`/servers/${serverId}`} className="font-medium text-accent-ink">
            {words.checkServer}
          </Link>
        }
      />
      <div
        ref={box}
        role="log"
        aria-live="off"
        aria-label={words.section}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        tabIndex={0}
        onWheel={(event) => event.deltaY < 0 && pause()}
        onTouchMove={pause}
        onKeyDown={(event) => ['PageUp', 'Home', 'ArrowUp'].includes(event.key) && pause()}
        className="h-[60vh] min-h-60 overflow-auto py-2 font-mono text-xs -outline-offset-2"
      >
        <Remarks feed={feed} left={left} shown={shown.length} />
        {groups.map((group, index) => (
          <div
            key={group[0]?.seq}
            // The end is always laid out: it is where people look.
            className={cn(index < groups.length - 1 && '[content-visibility:auto]')}
            style={{ containIntrinsicSize: `auto ${group.length * LINE_HEIGHT}px` }}
          >
            {group.map((line) => (
              <AppLogRow
                key={line.seq}
                line={line}
                labelled={labelled}
                time={times ? clock(line.at) : undefined}
                wrap={wrap}
                pattern={pattern}
              />
            ))}
          </div>
        ))}
      </div>
      {!following && last > seen && (
        <Button
          size="sm"
          className="-translate-x-1/2 absolute bottom-12 left-1/2"
          onClick={() => setFollowing(true)}
        >
          <ArrowDown aria-hidden="true" />
          {words.newLines(last - seen)}
        </Button>
      )}
      <p
        className="border-border border-t px-4 py-1.5 text-muted-foreground text-xs"
        data-wire={feed.wire.state}
      >
        {wireWords(feed)}
      </p>
    </section>
  );
}

/** What stands instead of lines, or before the first of them. */
function Remarks({ feed, left, shown }: { feed: LogFeed; left: number; shown: number }) {
  const lines = feed.held.lines.length;
  const said = [
    !feed.ready && lines === 0 ? words.reading : '',
    feed.ready && lines === 0 && !feed.refused ? words.empty : '',
    lines > 0 && shown === 0 ? words.noMatch : '',
    left > 0 ? words.left(left) : feed.cut ? words.cut : '',
  ].filter(Boolean);
  return said.map((text) => (
    <p key={text} className="px-4 py-1 font-sans text-muted-foreground">
      {text}
    </p>
  ));
}

function groupsOf(lines: readonly ShownLine[]): ShownLine[][] {
  const groups = new Map<number, ShownLine[]>();
  for (const line of lines) {
    const key = Math.floor(line.seq / GROUP);
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()];
}

function wireWords({ wire: { state, attempt }, states, refused }: LogFeed): string {
  if (refused) return words.refused;
  if (state === 'reconnecting') return words.reconnecting(attempt);
  if (state === 'connecting' || states.length === 0) return words.connecting;
  if (states.some(({ phase }) => phase === 'live')) return words.live;
  return states.some(({ phase }) => phase === 'opening') ? words.connecting : words.quiet;
}
