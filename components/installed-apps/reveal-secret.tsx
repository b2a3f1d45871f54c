'use client';

import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { appMessages as words } from './messages';

/** One secret that Tomo made: asked for on click, shown until the person hides it or leaves; never part of the page. */
export function RevealSecret({ appId, name, label }: { appId: string; name: string; label: string }) {
  const [value, setValue] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [pending, start] = useTransition();

  const reveal = () =>
    start(async () => {
      const answer = await ask(`/api/v1/apps/${appId}/secrets/${encodeURIComponent(name)}/reveals`);
      if ('value' in answer) setValue(answer.value);
      setRefusal('value' in answer ? null : answer.refusal);
    });

  if (value !== null) {
    return (
      <span className="flex min-w-0 flex-wrap items-center gap-1">
        <code className="min-w-0 break-all font-mono">{value}</code>
        <CopyButton value={value} what={label.toLowerCase()} />
        <Button variant="link" size="inline" onClick={() => setValue(null)}>
          {words.hide}
        </Button>
      </span>
    );
  }
  return (
    <span className="flex flex-wrap items-center gap-3">
      <span aria-hidden="true" className="text-muted-foreground">
        {words.masked}
      </span>
      <Button
        variant="link"
        size="inline"
        aria-disabled={pending}
        aria-label={words.revealLabel(label)}
        onClick={() => !pending && reveal()}
      >
        {pending ? words.revealing : words.reveal}
      </Button>
      <span role="status" className="text-danger empty:hidden">
        {refusal}
      </span>
    </span>
  );
}

async function ask(path: string): Promise<{ value: string } | { refusal: string }> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: '{}',
    });
    const answer: { value?: string; title?: string } = await response.json();
    if (response.ok && answer.value !== undefined) return { value: answer.value };
    return { refusal: answer.title ?? 'Tomo refused.' };
  } catch {
    return { refusal: 'Tomo did not answer. Check the connection, then try again.' };
  }
}
