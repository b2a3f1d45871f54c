'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import type { MouseEvent, ReactNode } from 'react';

type LogPlaceLinkProps = {
  /** Search parameters of the part to show; none: the end. */
  place: Record<string, string | number>;
  /** The line it is about: without scripts the browser itself goes there. */
  line?: number;
  /** Names the control, so that it keeps the keyboard's focus on the page that follows. */
  control: string;
  label?: string;
  className?: string;
  children: ReactNode;
};

// Which control led to the page that comes next.
let used: string | undefined;

/** Whether the control `name` was the one that led here; asked once, by the page that follows. */
export function takeUsedControl(): string | undefined {
  const name = used;
  used = undefined;
  return name;
}

/** A link to another part of the log: a plain one without scripts, without jumping to the top of the page with them. */
export function LogPlaceLink({ place, line, control, label, className, children }: LogPlaceLinkProps) {
  const router = useRouter();
  const query = new URLSearchParams(Object.entries(place).map(([name, value]) => [name, String(value)]));
  const go = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    used = control;
    router.push(`${location.pathname}?${query}` as Route, { scroll: false });
  };
  return (
    <a
      href={`?${query}${line === undefined ? '' : `#L${line}`}`}
      onClick={go}
      data-control={control}
      aria-label={label}
      title={label}
      className={className}
    >
      {children}
    </a>
  );
}
