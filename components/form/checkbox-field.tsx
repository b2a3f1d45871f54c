'use client';

import type { ComponentProps } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { Switch } from '@/components/ui/switch';
import { describedBy, FieldNotes, type FieldTexts } from './field';
import { useField } from './form-context';

type CheckboxFieldProps = Omit<FieldTexts, 'optional'> &
  Omit<ComponentProps<'input'>, 'id' | 'name' | 'type' | 'children'> & {
    name: string;
    /** A switch for a setting that is on or off, a box for something that is part of the form's answer. */
    look?: 'box' | 'switch';
  };

/** Yes or no. Posts `value` ("on" unless given) when ticked and nothing otherwise, as HTML does. */
export function CheckboxField({ name, label, help, look = 'box', ...props }: CheckboxFieldProps) {
  const { id, error } = useField(name);
  const Control = look === 'switch' ? Switch : Checkbox;
  return (
    <div className="flex items-start gap-3 pointer-coarse:min-h-11">
      <span className="flex h-5 items-center">
        <Control id={id} name={name} {...describedBy(id, help, error)} {...props} />
      </span>
      <div className="flex min-w-0 flex-col gap-0.5">
        <label id={`${id}-label`} htmlFor={id} className="text-sm">
          {label}
        </label>
        <FieldNotes id={id} help={help} error={error} />
      </div>
    </div>
  );
}
