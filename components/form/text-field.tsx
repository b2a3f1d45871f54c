'use client';

import type { ComponentProps } from 'react';
import { Input } from '@/components/ui/input';
import { describedBy, Field, type FieldTexts } from './field';
import { useField } from './form-context';

type TextFieldProps = FieldTexts &
  Omit<ComponentProps<'input'>, 'id' | 'name' | 'children'> & { name: string; fieldClassName?: string };

/** One line of text, a number, an e-mail address and so on: `type`, `inputMode` and `autoComplete` as in HTML. */
export function TextField({
  name,
  label,
  help,
  optional,
  fieldClassName,
  defaultValue,
  ...props
}: TextFieldProps) {
  const { id, error, value } = useField(name);
  return (
    <Field id={id} label={label} help={help} optional={optional} error={error} className={fieldClassName}>
      <Input
        id={id}
        name={name}
        required={!optional}
        autoComplete="off"
        defaultValue={value ?? defaultValue}
        {...describedBy(id, help, error)}
        {...props}
      />
    </Field>
  );
}
