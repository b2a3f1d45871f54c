import type { ComponentProps } from 'react';
import { cn } from './cn';

/** A native radio button of a group that shares its `name`; the browser moves between them with the arrow keys. */
export function RadioGroupItem({ className, ...props }: Omit<ComponentProps<'input'>, 'type'>) {
  return (
    <input
      type="radio"
      className={cn(
        'size-4 shrink-0 appearance-none rounded-full border border-input bg-card checked:border-[5px] checked:border-primary disabled:opacity-50 aria-invalid:border-danger forced-colors:appearance-auto',
        className,
      )}
      {...props}
    />
  );
}
