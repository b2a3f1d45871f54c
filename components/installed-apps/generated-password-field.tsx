'use client';

import { type ReactNode, useState } from 'react';
import { describedBy, Field } from '@/components/form/field';
import { useField } from '@/components/form/form-context';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { generatedPassword } from './generated-password';
import { deployMessages as words } from './messages';

type GeneratedPasswordFieldProps = {
  name: string;
  label: string;
  help: ReactNode;
  optional: boolean;
  min: number | undefined;
  max: number | undefined;
  /** Told when the button made the present value, and when a person changed it. */
  onGenerated: (generated: boolean) => void;
};

/** A password that a person types or the button makes; a made one is shown, because somebody has to know it. */
export function GeneratedPasswordField({
  name,
  label,
  help,
  optional,
  min,
  max,
  onGenerated,
}: GeneratedPasswordFieldProps) {
  const { id, error } = useField(name);
  const [value, setValue] = useState('');
  const [shown, setShown] = useState(false);
  return (
    <Field id={id} label={label} help={help} optional={optional} error={error}>
      <div className="flex gap-2">
        <Input
          id={id}
          name={name}
          type={shown ? 'text' : 'password'}
          value={value}
          required={!optional}
          autoComplete="new-password"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          data-secret=""
          className={shown ? 'font-mono' : ''}
          onChange={(event) => {
            setValue(event.target.value);
            setShown(false);
            onGenerated(false);
          }}
          {...describedBy(id, help, error)}
        />
        <Button
          variant="outline"
          onClick={() => {
            setValue(generatedPassword({ min, max }));
            setShown(true);
            onGenerated(true);
          }}
        >
          {words.generate}
        </Button>
      </div>
    </Field>
  );
}
