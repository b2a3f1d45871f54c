'use client';

import { useField } from '@/components/form/form-context';
import { Checkbox } from '@/components/ui/checkbox';
import { signInMessages as words } from './messages';

/** Whether this browser stays signed in for longer. */
export function RememberMe() {
  const { id } = useField('remember');
  return (
    <div className="flex items-start gap-3 pointer-coarse:min-h-11">
      <span className="flex h-5 items-center">
        <Checkbox id={id} name="remember" aria-describedby={`${id}-help`} />
      </span>
      <div className="flex flex-col gap-0.5">
        <label htmlFor={id} className="text-sm">
          {words.remember}
        </label>
        <p id={`${id}-help`} className="text-muted-foreground text-table">
          {words.rememberHelp}
        </p>
      </div>
    </div>
  );
}
