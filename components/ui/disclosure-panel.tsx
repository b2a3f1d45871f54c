'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { cn } from './cn';

type DisclosurePanelProps = {
  /** Inside of the opener. */
  trigger: ReactNode;
  triggerClassName: string;
  /** Tooltip of an icon-only opener, the same words as its hidden text. */
  title?: string;
  align?: 'start' | 'end';
  /** Layout of the panel. */
  className?: string;
  children: ReactNode;
};

/** A panel that hangs below its opener: a native `<details>`, so it opens without scripts. Escape, a click elsewhere and a followed link close it. */
export function DisclosurePanel({
  trigger,
  triggerClassName,
  title,
  align = 'start',
  className,
  children,
}: DisclosurePanelProps) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    const close = (event: Event) => {
      const panel = details.current;
      if (!panel?.open || !isLeaving(event, panel)) return;
      panel.open = false;
      if (event instanceof KeyboardEvent) panel.querySelector('summary')?.focus();
    };
    const kinds = ['pointerdown', 'keydown', 'click'];
    for (const kind of kinds) document.addEventListener(kind, close);
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, close);
    };
  }, []);

  return (
    <details ref={details} data-panel="" className="relative">
      <summary title={title} className={cn('list-none', triggerClassName)}>
        {trigger}
      </summary>
      <div
        className={cn(
          'absolute top-full z-30 mt-1 rounded-lg border bg-popover shadow-overlay',
          align === 'end' ? 'right-0' : 'left-0',
          className,
        )}
      >
        {children}
      </div>
    </details>
  );
}

function isLeaving(event: Event, panel: HTMLElement): boolean {
  if (event instanceof KeyboardEvent) return event.key === 'Escape';
  const target = event.target instanceof Element ? event.target : null;
  if (event.type === 'click') return panel.contains(target) && target?.closest('a[href]') !== null;
  return !panel.contains(target);
}
