'use client';

import { memo, useEffect, useRef, useState } from 'react';
import { formatTime } from '@/components/data/format';
import type { LogLine } from '@/lib/jobs/line';
import { LogLineRow } from './log-line-row';

export type LineLook = {
  wrap: boolean;
  times: boolean;
  zone: string;
  hourCycle: 'h23' | 'h12';
  /** Text to mark in the lines. */
  query: string | null;
};

type LogGroupProps = LineLook & {
  lines: LogLine[];
  /** The line that somebody pointed at, if it is one of these. */
  marked: number | null;
  /** Whether lines far from the view are taken out of the page, and an empty box of their height stands for them. */
  windowed: boolean;
  /** Whether it is part of the page from its first moment: at the end of the log, where people look. */
  startsNear: boolean;
};

const LINE_HEIGHT = 20;
// So much above and below the view is there before it is scrolled to.
const AHEAD = '600px 0px';

/** Some neighbouring lines of a log. In a long log they are part of the page only while they are near the view. */
export const LogGroup = memo(function LogGroup({
  lines,
  marked,
  windowed,
  startsNear,
  ...look
}: LogGroupProps) {
  const box = useRef<HTMLDivElement>(null);
  const [isNear, setIsNear] = useState(startsNear);
  const measured = useRef({ lines: 1, height: LINE_HEIGHT });

  useEffect(() => {
    const element = box.current;
    if (!windowed || !element) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1);
        if (!entry) return;
        const rows = element.childElementCount;
        if (rows > 0) measured.current = { lines: rows, height: entry.boundingClientRect.height };
        setIsNear(entry.isIntersecting);
      },
      { root: element.closest('[role=log]'), rootMargin: AHEAD },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      setIsNear(true);
    };
  }, [windowed]);

  const { height, lines: rows } = measured.current;
  if (windowed && !isNear) return <div ref={box} style={{ height: (height / rows) * lines.length }} />;
  return (
    <div ref={box}>
      {lines.map((line) => (
        <LogLineRow
          key={line.seq}
          line={line}
          wrap={look.wrap}
          query={look.query}
          isMarked={line.seq === marked}
          time={look.times ? formatTime(line.timestamp, look, true) : undefined}
        />
      ))}
    </div>
  );
}, isAlike);

/** Groups are cut anew with every line that comes; most of them hold the same lines as before. */
function isAlike(before: LogGroupProps, after: LogGroupProps): boolean {
  const { lines: old, startsNear: _old, ...oldLook } = before;
  const { lines, startsNear: _now, ...look } = after;
  return (
    old.length === lines.length &&
    old[0]?.seq === lines[0]?.seq &&
    old.at(-1)?.seq === lines.at(-1)?.seq &&
    Object.entries(look).every(([name, value]) => oldLook[name as keyof typeof oldLook] === value)
  );
}
