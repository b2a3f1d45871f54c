'use client';

import { type KeyboardEvent, useId, useState } from 'react';
import { AlertDialogCancel } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import type { Confirmation } from './confirmation';
import { Form } from './form';
import { FormActions } from './form-actions';
import { formMessages } from './messages';
import { SubmitButton } from './submit-button';

/** Inside of a confirmation: consequences, options, the typed name, the password, and the two buttons. */
export function ConfirmForm<T>({
  confirmation,
  close,
}: {
  confirmation: Confirmation<T>;
  close: () => void;
}) {
  const { tier, goes, stays, confirm, running, typed, reauth, action, hidden, options, onSuccess } =
    confirmation;
  const inputId = useId();
  const [text, setText] = useState('');
  const matches = !typed || text.trim() === typed.text;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps Enter from confirming what destroys data.
    <div onKeyDown={tier === 3 ? keepEnter : undefined}>
      <Form
        action={action}
        hidden={hidden}
        guarded={false}
        onSuccess={(data) => {
          close();
          onSuccess?.(data);
        }}
      >
        <Consequences title={formMessages.goes} items={goes} />
        <Consequences title={formMessages.stays} items={stays} />
        {options}
        {typed && (
          <div className="flex flex-col gap-1.5">
            <Label htmlFor={inputId} className="[overflow-wrap:anywhere]">
              {formMessages.typeName(typed.text)}
            </Label>
            <Input
              id={inputId}
              name={typed.name}
              value={text}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => setText(event.target.value)}
            />
          </div>
        )}
        <FormActions reauth={reauth} className="flex-row-reverse max-sm:flex-col max-sm:items-stretch">
          <SubmitButton
            variant={tier === 1 ? 'default' : 'destructive'}
            running={running}
            blocked={matches || !typed ? undefined : formMessages.notTyped(typed.text)}
          >
            {confirm}
          </SubmitButton>
          <AlertDialogCancel asChild>
            <Button variant="outline" data-cancel="">
              {formMessages.cancel}
            </Button>
          </AlertDialogCancel>
        </FormActions>
      </Form>
    </div>
  );
}

function Consequences({ title, items }: { title: string; items: string[] | undefined }) {
  if (!items || items.length === 0) return null;
  return (
    <div>
      <p className="font-medium text-sm">{title}</p>
      <ul className="mt-1 list-disc pl-5 text-muted-foreground text-sm">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  );
}

function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
}
