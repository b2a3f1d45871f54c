'use client';

import Link from 'next/link';
import { useRef, useState } from 'react';
import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { SubmitButton } from '@/components/form/submit-button';
import { TextFileField } from '@/components/form/text-file-field';
import { TextareaField } from '@/components/form/textarea-field';
import { postJob, type StartedGroup } from '@/components/jobs/post-job';
import { buttonVariants } from '@/components/ui/button';
import { addServersAction } from '@/lib/servers/add-actions';
import type { LineResult } from '@/lib/servers/bulk/add-lines';
import { AddedServers } from './added-servers';
import { severalMessages as words } from './bulk-messages';
import { importMessages } from './import-messages';
import { KeyFiles } from './key-files';
import { addMessages } from './messages';
import { SignInFields } from './sign-in-fields';

/** A pasted list, one sign-in for all, and what became of each line. */
export function AddSeveralForm() {
  const [added, setAdded] = useState<{ results: LineResult[]; checks: string | null } | null>(null);
  const form = useRef<HTMLDivElement>(null);

  async function show(results: LineResult[]) {
    keepRefused(form.current?.querySelector('textarea[name="list"]') ?? null, results);
    const serverIds = results.flatMap(({ serverId }) => serverId ?? []);
    // Should their start fail, the page of each server offers the check again.
    const checks =
      serverIds.length > 0
        ? await postJob<StartedGroup>('/api/v1/servers/checks', { serverIds }).catch(() => null)
        : null;
    setAdded({ results, checks: checks?.ok ? checks.data.page : null });
  }

  return (
    <div ref={form} className="flex flex-col gap-8">
      {added && <AddedServers results={added.results} checks={added.checks} />}
      <Form action={addServersAction} onSuccess={({ results }) => show(results)}>
        <TextareaField
          name="list"
          label={words.list}
          help={words.listHelp}
          placeholder={words.listPlaceholder}
          rows={8}
          maxLength={64 * 1024}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          className="field-sizing-fixed font-mono text-table"
        />
        <TextFileField
          name="knownHosts"
          label={importMessages.knownHosts}
          help={words.knownHostsHelp}
          optional
          limit={128 * 1024}
        />
        <SignInFields />
        <KeyFiles />
        <p className="text-muted-foreground text-table">{addMessages.sealed}</p>
        <FormActions>
          <SubmitButton running={words.running}>{words.submit}</SubmitButton>
          <Link href="/servers" className={buttonVariants({ variant: 'ghost' })}>
            {addMessages.cancel}
          </Link>
        </FormActions>
      </Form>
    </div>
  );
}

/** What was added leaves the list; what was refused stays, to be put right. */
function keepRefused(list: HTMLTextAreaElement | null, results: LineResult[]): void {
  if (!list) return;
  const refused = new Set(results.filter(({ serverId }) => serverId === null).map(({ line }) => line));
  list.value = list.value
    .split(/\r\n?|\n/)
    .filter((_text, index) => refused.has(index + 1))
    .join('\n');
}
