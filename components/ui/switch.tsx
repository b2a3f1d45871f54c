import type { ComponentProps } from 'react';
import { cn } from './cn';

/** A checkbox that looks and speaks as a switch: on or off, effective when its form is saved. */
export function Switch({ className, ...props }: Omit<ComponentProps<'input'>, 'type' | 'role'>) {
  return (
    <span className={cn('relative inline-flex h-5 w-9 shrink-0', className)}>
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox with this role tells its own checked state.
        role="switch"
        className="peer h-5 w-9 appearance-none rounded-full border border-input bg-muted transition-colors checked:border-primary checked:bg-primary disabled:opacity-50 forced-colors:appearance-auto"
        {...props}
      />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute top-[3px] left-[3px] size-3.5 rounded-full bg-muted-foreground transition-transform peer-checked:translate-x-4 peer-checked:bg-primary-foreground forced-colors:hidden"
      />
    </span>
  );
}
