'use client';

import { ChevronDown } from 'lucide-react';
import { buttonVariants } from '@/components/ui/button-variants';
import { Checkbox } from '@/components/ui/checkbox';
import { DisclosurePanel } from '@/components/ui/disclosure-panel';
import { RadioGroupItem } from '@/components/ui/radio-group';
import type { Filter } from './filter-form';

/** One filter with its values, as ticks behind a button; its chip takes a single choice back. */
export function FilterMenu({ filter }: { filter: Filter }) {
  const Choice = filter.single ? RadioGroupItem : Checkbox;
  return (
    <DisclosurePanel
      triggerClassName={buttonVariants({ variant: 'outline' })}
      className="max-h-80 w-60 overflow-y-auto p-1"
      trigger={
        <>
          <span className="font-normal">{filter.label}</span>
          {filter.selected.length > 0 && <span className="tabular-nums">{filter.selected.length}</span>}
          <ChevronDown aria-hidden="true" className="text-muted-foreground" />
        </>
      }
    >
      <fieldset>
        <legend className="sr-only">{filter.label}</legend>
        {filter.options.map((option) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: it wraps its checkbox.
          <label
            key={option.value}
            className="flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md px-2 hover:bg-muted pointer-coarse:min-h-11"
          >
            <Choice
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
    </DisclosurePanel>
  );
}
