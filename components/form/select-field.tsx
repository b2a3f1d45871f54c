'use client';

import type { ComponentProps } from 'react';
import { NativeSelect } from '@/components/ui/native-select';
import { describedBy, Field, type FieldTexts } from './field';
import { useField } from './form-context';

type SelectFieldProps = FieldTexts &
  Omit<ComponentProps<'select'>, 'id' | 'name' | 'children'> & {
    name: string;
    options: readonly { value: string; label: string }[];
    /** Shown while nothing is chosen. */
    placeholder?: string;
  };

/** One of a few values. Three or fewer that need a sentence each are `RadioCards`. */
export function SelectField({
  name,
  label,
  help,
  optional,
  options,
  placeholder,
  defaultValue,
  ...props
}: SelectFieldProps) {
  const { id, error, value } = useField(name);
  return (
    <Field id={id} label={label} help={help} optional={optional} error={error}>
      <NativeSelect
        id={id}
        name={name}
        required={!optional}
        defaultValue={value ?? defaultValue ?? (placeholder ? '' : undefined)}
        {...describedBy(id, help, error)}
        {...props}
      >
        {placeholder && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}
