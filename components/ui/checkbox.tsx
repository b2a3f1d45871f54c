import { Check } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';

/** A native checkbox: it posts, resets and works without scripts; only its drawing is ours. */
export function Checkbox({ className, ...props }: Omit<ComponentProps<'input'>, 'type'>) {
  return (
    <span className={cn('relative inline-flex size-4 shrink-0', className)}>
      <input
        type="checkbox"
        className="peer size-4 appearance-none rounded-sm border border-input bg-card before:absolute before:-inset-1 checked:border-primary checked:bg-primary disabled:opacity-50 aria-invalid:border-danger forced-colors:appearance-auto"
        {...props}
      />
      <Check
        aria-hidden="true"
        className="pointer-events-none invisible absolute inset-0.5 size-3 stroke-3 text-primary-foreground peer-checked:visible forced-colors:hidden"
      />
    </span>
  );
}
