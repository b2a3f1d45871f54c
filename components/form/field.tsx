'use client';

import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Label } from '@/components/ui/label';
import { formMessages } from './messages';

export type FieldTexts = {
  label: string;
  /** One sentence under the control. */
  help?: ReactNode;
  /** Marks the label as optional; fields are required unless it is said. */
  optional?: boolean;
};

type FieldProps = FieldTexts & {
  id: string;
  error: string | undefined;
  children: ReactNode;
  className?: string;
};

/** Label above, help below, error as text below that: the frame of every field. */
export function Field({ id, label, help, optional, error, children, className }: FieldProps) {
  return (
    <div className={cn('flex min-w-0 flex-col gap-1.5', className)}>
      <Label htmlFor={id}>
        <span id={`${id}-label`}>{label}</span>
        {optional && <span className="font-normal text-muted-foreground"> ({formMessages.optional})</span>}
      </Label>
      {children}
      <FieldNotes id={id} help={help} error={error} />
    </div>
  );
}

/** Help and error of a field, in the place `describedBy` points to. */
export function FieldNotes({ id, help, error }: { id: string; help?: ReactNode; error: string | undefined }) {
  return (
    <>
      {help && (
        <p id={`${id}-help`} className="text-muted-foreground text-table">
          {help}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="font-medium text-danger text-table">
          {error}
        </p>
      )}
    </>
  );
}

/** The attributes that tie a control to its notes. */
export function describedBy(id: string, help: unknown, error: string | undefined) {
  const ids = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(' ');
  return { 'aria-invalid': error ? (true as const) : undefined, 'aria-describedby': ids || undefined };
}
