'use client';

import { cn } from '@/components/ui/cn';
import { RadioGroupItem } from '@/components/ui/radio-group';
import { describedBy, FieldNotes, type FieldTexts } from './field';
import { useField } from './form-context';

type RadioCardsProps = Omit<FieldTexts, 'optional'> & {
  name: string;
  options: readonly { value: string; label: string; text?: string; disabled?: boolean }[];
  defaultValue?: string;
  /** With both the choice is controlled, for forms that show other fields by it. */
  value?: string;
  onValueChange?: (value: string) => void;
  /** Side by side from 768 px. */
  columns?: 1 | 2 | 3;
};

const grids = { 1: '', 2: 'md:grid-cols-2', 3: 'md:grid-cols-3' };

/** A choice of few, each with a sentence that says what it means. */
export function RadioCards({
  name,
  label,
  help,
  options,
  defaultValue,
  value,
  onValueChange,
  columns = 1,
}: RadioCardsProps) {
  const { id, error, value: returned } = useField(name);
  const controlled = value !== undefined;
  return (
    <fieldset
      className="flex min-w-0 flex-col gap-1.5"
      aria-describedby={describedBy(id, help, error)['aria-describedby']}
    >
      <legend id={`${id}-label`} className="mb-1.5 font-medium text-sm">
        {label}
      </legend>
      <div className={cn('grid gap-2', grids[columns])}>
        {options.map((option, index) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: it wraps its radio button.
          <label
            key={option.value}
            className="flex cursor-pointer items-start gap-3 rounded-lg border border-border bg-card p-3 transition-colors has-checked:border-primary has-disabled:cursor-not-allowed has-checked:bg-muted has-focus-visible:outline-2 has-focus-visible:outline-accent-ink has-focus-visible:outline-offset-2 hover:bg-muted has-disabled:text-muted-foreground"
          >
            <span className="flex h-5 items-center">
              <RadioGroupItem
                id={index === 0 ? id : undefined}
                name={name}
                value={option.value}
                required
                disabled={option.disabled}
                aria-invalid={error ? true : undefined}
                className="focus-visible:outline-none"
                {...(controlled
                  ? { checked: value === option.value, onChange: () => onValueChange?.(option.value) }
                  : { defaultChecked: (returned ?? defaultValue) === option.value })}
              />
            </span>
            <span className="min-w-0">
              <span className="block font-medium text-sm">{option.label}</span>
              {option.text && <span className="block text-muted-foreground text-table">{option.text}</span>}
            </span>
          </label>
        ))}
      </div>
      <FieldNotes id={id} help={help} error={error} />
    </fieldset>
  );
}
