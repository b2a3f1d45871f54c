'use client';

import { ChevronDown } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import type { Filter } from './filter-form';

/** One filter with several values: a native disclosure with ticks, closed by Escape or a click elsewhere. */
export function FilterMenu({ filter }: { filter: Filter }) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    const close = (event: Event) => {
      const inside = event.target instanceof Node && details.current?.contains(event.target);
      if (event.type === 'pointerdown' ? inside : (event as KeyboardEvent).key !== 'Escape') return;
      if (!details.current?.open) return;
      details.current.open = false;
      if (event.type === 'keydown') details.current.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);

  return (
    <details ref={details} className="relative">
      <summary className="flex h-(--control) list-none items-center gap-2 rounded-md border bg-card px-3 text-sm transition-colors hover:bg-muted">
        {filter.label}
        {filter.selected.length > 0 && (
          <span className="font-medium tabular-nums">{filter.selected.length}</span>
        )}
        <ChevronDown aria-hidden="true" className="text-muted-foreground" />
      </summary>
      <fieldset className="absolute top-full left-0 z-30 mt-1 max-h-80 w-60 overflow-y-auto rounded-lg border bg-popover p-1 shadow-overlay">
        <legend className="sr-only">{filter.label}</legend>
        {filter.options.map((option) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: it wraps its checkbox.
          <label
            key={option.value}
            className="flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md px-2 hover:bg-muted pointer-coarse:min-h-11"
          >
            <Checkbox
              name={filter.name}
              value={option.value}
              defaultChecked={filter.selected.includes(option.value)}
            />
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.count !== undefined && (
              <span className="text-muted-foreground text-table tabular-nums">{option.count}</span>
            )}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
