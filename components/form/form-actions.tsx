'use client';

import { CircleCheck } from 'lucide-react';
import { type ReactNode, useContext } from 'react';
import { cn } from '@/components/ui/cn';
import { FormContext } from './form-context';
import { formMessages } from './messages';
import { SecretField } from './secret-field';

type FormActionsProps = {
  /** The submit button, then at most one way out. */
  children: ReactNode;
  /** Show the password field from the start, where it is known that it will be asked for. */
  reauth?: boolean;
  className?: string;
};

/** The end of a form: the password when it must be confirmed again, the buttons, and what was saved. */
export function FormActions({ children, reauth = false, className }: FormActionsProps) {
  const { passwordNeeded, saidSaved } = useContext(FormContext);
  return (
    <>
      {(reauth || passwordNeeded) && (
        <SecretField
          name="reauthPassword"
          label={formMessages.reauthLabel}
          help={formMessages.reauthHelp}
          autoComplete="current-password"
        />
      )}
      <p className="hidden text-table text-warning noscript:block">{formMessages.needsScripts}</p>
      <div className={cn('flex flex-wrap items-center gap-2', className)}>
        {children}
        <p role="status" className="flex items-center gap-1.5 text-muted-foreground text-table">
          {saidSaved && (
            <>
              <CircleCheck aria-hidden="true" className="text-success" />
              {saidSaved}
            </>
          )}
        </p>
      </div>
    </>
  );
}
