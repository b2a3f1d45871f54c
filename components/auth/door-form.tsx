'use client';

import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { FormContext } from '@/components/form/form-context';
import { Alert } from '@/components/ui/alert';
import { type DoorFailure, knock } from './door';
import { doorMessages } from './messages';
import { RetryAlert } from './retry-alert';

type DoorFormProps = {
  /** What the form is for; the server reads it. */
  purpose: 'sign-in' | 'setup' | 'link';
  /** Where to go once in: a path of this instance. */
  next: string;
  /** Fields the person does not see. */
  hidden?: Record<string, string>;
  /** Words for a failure, where those of the door do not fit. */
  explain?: (failure: DoorFailure) => DoorFailure;
  children: ReactNode;
};

/**
 * A form for people who are not signed in. It is lighter than the forms behind the sign-in, because its page has to load
 * first; the fields are the same. What was typed stays after a refusal, and the first wrong field gets the focus.
 */
export function DoorForm({ purpose, next, hidden, explain, children }: DoorFormProps) {
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<DoorFailure>();

  useEffect(() => {
    if (!failure) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    const target = wrong ?? form.current?.querySelector<HTMLElement>('[data-door-failure]');
    target?.focus();
  }, [failure]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    const refused = await knock(new FormData(event.currentTarget));
    // A full load: nothing of the page before may live on in the session.
    if (!refused) return window.location.assign(next);
    setPending(false);
    setFailure(explain ? explain(refused) : refused);
  }

  return (
    <FormContext
      value={{
        formId,
        pending,
        errors: failure?.fields ?? {},
        values: {},
        passwordNeeded: false,
        saidSaved: null,
      }}
    >
      <form ref={form} method="post" onSubmit={submit} className="flex flex-col gap-5">
        <input type="hidden" name="purpose" value={purpose} />
        {Object.entries(hidden ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div data-door-failure tabIndex={-1} className="rounded-lg empty:hidden">
          <FailureAlert failure={failure} />
        </div>
        {children}
        <p className="hidden text-table text-warning noscript:block">{doorMessages.needsScripts}</p>
      </form>
    </FormContext>
  );
}

function FailureAlert({ failure }: { failure: DoorFailure | undefined }) {
  if (!failure) return null;
  if (failure.retryAt) return <RetryAlert key={failure.retryAt} until={failure.retryAt} />;
  // A field that is wrong says it itself.
  if (Object.keys(failure.fields ?? {}).length > 0) return null;
  return (
    <Alert variant="danger" role="alert" title={failure.message}>
      {failure.hint}
    </Alert>
  );
}
