'use client';

import {
  type KeyboardEvent,
  type ReactNode,
  startTransition,
  useActionState,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react';
import { cn } from '@/components/ui/cn';
import type { ActionResult } from '@/lib/procedures/result';
import { DirtyGuard } from './dirty-guard';
import { restoreDraft } from './draft';
import { FormContext } from './form-context';
import { FormErrors } from './form-errors';
import { type FormAction, submit } from './submission';

type FormProps<T> = {
  action: FormAction<T>;
  children: ReactNode;
  /** What is said beside the button after saving, for example "Saved". Leave it out where the action redirects. */
  saved?: string;
  /** Only for client components: runs after success. */
  onSuccess?: (data: T) => void;
  /** Fields the person does not see. */
  hidden?: Record<string, string>;
  /** Whether leaving with unsaved text is asked about. Off for dialogs and one-field forms. */
  guarded?: boolean;
  className?: string;
};

/**
 * A native form over a server action. The server is the only authority; nothing typed is lost after a refusal, the first
 * wrong field gets the focus, and a password that must be confirmed again is asked for in the same form.
 */
export function Form<T>({
  action,
  children,
  saved,
  onSuccess,
  hidden,
  guarded = true,
  className,
}: FormProps<T>) {
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const sending = useRef(false);
  const [dirty, setDirty] = useState(false);
  const [passwordNeeded, setPasswordNeeded] = useState(false);
  const [result, dispatch, pending] = useActionState(
    (previous: ActionResult<T> | null, data: FormData) =>
      submit(action, previous, data, form.current).finally(() => {
        sending.current = false;
      }),
    null,
  );
  const [handled, setHandled] = useState(result);
  if (result !== handled) {
    setHandled(result);
    if (result?.ok) setDirty(false);
    setPasswordNeeded(result?.ok ? false : passwordNeeded || result?.error.code === 'reauth_required');
  }

  useEffect(() => {
    if (form.current && restoreDraft(form.current)) setDirty(true);
  }, []);

  const answer = useEffectEvent((given: ActionResult<T>) => {
    if (!given.ok) return focusFirstError(form.current);
    clearSecrets(form.current);
    onSuccess?.(given.data);
  });
  useEffect(() => {
    if (result) answer(result);
  }, [result]);

  function send(data: FormData) {
    // React would queue a second submission behind the first; `pending` may not have been rendered yet.
    if (sending.current) return;
    sending.current = true;
    startTransition(() => dispatch(data));
  }

  const error = result && !result.ok ? result.error : null;
  return (
    <FormContext
      value={{
        formId,
        pending,
        errors: error?.fields ?? {},
        values: (result && !result.ok && result.values) || {},
        passwordNeeded,
        saidSaved: result?.ok && !dirty ? (saved ?? null) : null,
      }}
    >
      <form
        ref={form}
        action={send}
        // Handled here instead of by React, which would empty every field, secrets included, after a refusal.
        onSubmit={(event) => {
          event.preventDefault();
          send(new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter));
        }}
        onInput={() => setDirty(true)}
        onKeyDown={submitOnModEnter}
        className={cn('flex max-w-[640px] flex-col gap-5', className)}
      >
        {Object.entries(hidden ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <FormErrors error={error} formId={formId} form={form} />
        {children}
      </form>
      <DirtyGuard formId={formId} dirty={dirty && !pending} asks={guarded} />
    </FormContext>
  );
}

function submitOnModEnter(event: KeyboardEvent<HTMLFormElement>): void {
  const inText = event.target instanceof HTMLTextAreaElement;
  if (inText && event.key === 'Enter' && (event.metaKey || event.ctrlKey))
    event.currentTarget.requestSubmit();
}

function focusFirstError(form: HTMLFormElement | null): void {
  const target =
    form?.querySelector<HTMLElement>('[aria-invalid="true"]') ??
    form?.querySelector<HTMLElement>('[data-form-errors]');
  target?.focus();
}

function clearSecrets(form: HTMLFormElement | null): void {
  for (const field of form?.querySelectorAll<HTMLInputElement>('[data-secret]') ?? []) field.value = '';
}
