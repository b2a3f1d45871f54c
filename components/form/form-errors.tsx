'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type RefObject, useLayoutEffect, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button, buttonVariants } from '@/components/ui/button';
import type { Failure } from '@/lib/procedures/result';
import { formMessages } from './messages';

type FormErrorsProps = { error: Failure | null; formId: string; form: RefObject<HTMLFormElement | null> };

/** What stands above the fields after a refusal: the sentence, or links to the fields when more than one is wrong. */
export function FormErrors({ error, formId, form }: FormErrorsProps) {
  const labels = useFieldLabels(error, formId, form);
  if (!error) return null;
  const fields = Object.entries(error.fields ?? {});
  // One wrong field that can be seen says it itself.
  if (fields.length === 1 && labels && fields.every(([name]) => name in labels)) return null;
  const title = fields.length > 1 ? formMessages.corrections(fields.length) : error.message;
  return (
    <div data-form-errors tabIndex={-1} className="rounded-lg">
      <Alert
        variant="danger"
        role="alert"
        title={ended(error) ? formMessages.sessionEnded : title}
        action={<WayOut error={error} />}
      >
        {fields.length > 1 && (
          <ul className="list-disc pl-4">
            {fields.map(([name, message]) => (
              <li key={name}>
                {labels && name in labels ? (
                  <a
                    href={`#${CSS.escape(`${formId}-${name}`)}`}
                    className="underline"
                    onClick={(event) => focusField(event, formId, name)}
                  >
                    {labels[name]}
                  </a>
                ) : null}
                {labels && name in labels ? ': ' : ''}
                {message}
              </li>
            ))}
          </ul>
        )}
        {ended(error) ? formMessages.sessionEndedHint : error.hint}
      </Alert>
    </div>
  );
}

function WayOut({ error }: { error: Failure }) {
  const pathname = usePathname();
  if (ended(error)) {
    return (
      <Link
        href={`/login?next=${encodeURIComponent(pathname)}` as Route}
        className={buttonVariants({ variant: 'outline', size: 'sm' })}
      >
        {formMessages.signIn}
      </Link>
    );
  }
  if (error.reason !== 'updated') return null;
  return (
    <Button variant="outline" size="sm" onClick={() => location.reload()}>
      {formMessages.reload}
    </Button>
  );
}

function ended(error: Failure): boolean {
  return error.code === 'unauthenticated';
}

function focusField(event: { preventDefault(): void }, formId: string, name: string): void {
  event.preventDefault();
  document.getElementById(`${formId}-${name}`)?.focus();
}

/** The visible label of each wrong field; a field that is not on the page has none. Null until the page was measured. */
function useFieldLabels(error: Failure | null, formId: string, form: RefObject<HTMLFormElement | null>) {
  const [labels, setLabels] = useState<Record<string, string> | null>(null);
  useLayoutEffect(() => {
    const found: Record<string, string> = {};
    for (const name of Object.keys(error?.fields ?? {})) {
      const field = form.current?.querySelector(`#${CSS.escape(`${formId}-${name}`)}`);
      if (field)
        found[name] =
          form.current?.querySelector(`#${CSS.escape(`${formId}-${name}-label`)}`)?.textContent ?? name;
    }
    setLabels(found);
  }, [error, formId, form]);
  return labels;
}
