'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { describedBy, Field, type FieldTexts } from './field';
import { useField } from './form-context';
import { formMessages } from './messages';

type SecretFieldProps = FieldTexts &
  Omit<ComponentProps<'input'>, 'id' | 'name' | 'type' | 'defaultValue' | 'children'> & {
    name: string;
    /** What is known about a stored secret, for example "Set 3 days ago". The secret itself never comes back. */
    stored?: string;
  };

/** A password or token: can be pasted and shown while typed. A stored one is replaced, never read. */
export function SecretField({
  name,
  label,
  help,
  optional,
  stored,
  autoComplete = 'off',
  ...props
}: SecretFieldProps) {
  const { id, error } = useField(name);
  const [replacing, setReplacing] = useState(!stored);
  const [shown, setShown] = useState(false);

  if (!replacing && !error) {
    return (
      <div className="flex flex-col gap-1.5">
        <span className="font-medium text-sm">{label}</span>
        <div className="flex min-h-(--control) items-center justify-between gap-3 rounded-md border border-border bg-muted px-3">
          <span className="text-muted-foreground text-sm">{stored}</span>
          <Button variant="link" size="inline" onClick={() => setReplacing(true)}>
            {formMessages.replace}
          </Button>
        </div>
      </div>
    );
  }

  const toggleLabel = shown ? formMessages.hideSecret(label) : formMessages.showSecret(label);
  return (
    <Field id={id} label={label} help={help} optional={optional} error={error}>
      <div className="relative">
        <Input
          id={id}
          name={name}
          type={shown ? 'text' : 'password'}
          required={!optional}
          autoComplete={autoComplete}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          data-secret=""
          className="pr-11"
          {...describedBy(id, help, error)}
          {...props}
        />
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={toggleLabel}
          title={toggleLabel}
          className="absolute top-1/2 right-1 -translate-y-1/2 text-muted-foreground"
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </Button>
      </div>
      {stored && (
        <Button
          variant="link"
          size="inline"
          className="self-start text-table"
          onClick={() => setReplacing(false)}
        >
          {formMessages.keepStored}
        </Button>
      )}
    </Field>
  );
}
