'use client';

import type { ComponentProps } from 'react';
import { Textarea } from '@/components/ui/textarea';
import { describedBy, Field, type FieldTexts } from './field';
import { useField } from './form-context';

type TextareaFieldProps = FieldTexts &
  Omit<ComponentProps<'textarea'>, 'id' | 'name' | 'children'> & { name: string };

/** Several lines of text; ⌘Enter or Ctrl Enter submits. */
export function TextareaField({ name, label, help, optional, defaultValue, ...props }: TextareaFieldProps) {
  const { id, error, value } = useField(name);
  return (
    <Field id={id} label={label} help={help} optional={optional} error={error}>
      <Textarea
        id={id}
        name={name}
        required={!optional}
        defaultValue={value ?? defaultValue}
        {...describedBy(id, help, error)}
        {...props}
      />
    </Field>
  );
}
