'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { useState } from 'react';
import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { SubmitButton } from '@/components/form/submit-button';
import { TextFileField } from '@/components/form/text-file-field';
import { postJob, type StartedGroup } from '@/components/jobs/post-job';
import { Alert } from '@/components/ui/alert';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { importServersAction } from '@/lib/servers/add-actions';
import type { ImportPreview } from '@/lib/servers/import/preview';
import { ImportIgnored } from './import-ignored';
import { importMessages as words } from './import-messages';
import { ImportTable } from './import-table';
import { previewImport } from './preview-import';
import { SignInFields } from './sign-in-fields';

type Added = { servers: { id: string; name: string }[]; checks: string | null };
type Read = { texts: { config: string; knownHosts: string }; preview: ImportPreview };

/** Two texts, then what they come to, then one sign-in for those that are chosen. */
export function ImportForm() {
  const [read, setRead] = useState<Read | null>(null);
  const [added, setAdded] = useState<Added | null>(null);
  if (added) return <AddedServers {...added} />;
  async function checkAll(servers: Added['servers']) {
    const body = { serverIds: servers.map(({ id }) => id) };
    // Should their start fail, the page of each server offers the check again.
    const checks = await postJob<StartedGroup>('/api/v1/servers/checks', body).catch(() => null);
    setAdded({ servers, checks: checks?.ok ? checks.data.page : null });
  }

  const isAddable = read?.preview.rows.some(({ verdict }) => verdict === 'new');
  return (
    <div className="flex flex-col gap-8">
      <Form
        guarded={false}
        className="max-w-3xl"
        action={async (_previous: unknown, form: FormData) => {
          const texts = { config: textOf(form, 'config'), knownHosts: textOf(form, 'knownHosts') };
          const result = await previewImport(texts);
          if (result.ok) setRead({ texts, preview: result.data });
          return result;
        }}
      >
        <TextFileField
          name="config"
          label={words.config}
          help={words.configHelp}
          optional
          limit={64 * 1024}
        />
        <TextFileField
          name="knownHosts"
          label={words.knownHosts}
          help={words.knownHostsHelp}
          optional
          limit={128 * 1024}
        />
        <FormActions>
          <SubmitButton variant={read ? 'outline' : 'default'} running={words.reading}>
            {read ? words.readAgain : words.read}
          </SubmitButton>
        </FormActions>
      </Form>
      {read && (
        <Form
          // Another reading begins with nothing chosen by an earlier one.
          key={JSON.stringify(read.preview).length}
          action={importServersAction}
          hidden={read.texts}
          className="max-w-none"
          onSuccess={({ added: servers }) => checkAll(servers)}
        >
          <h2 className="font-semibold">
            {read.preview.rows.length > 0 ? words.found(read.preview.rows.length) : words.nothing}
          </h2>
          {read.preview.rows.length > 0 && <ImportTable rows={read.preview.rows} />}
          <ImportIgnored ignored={read.preview.ignored} total={read.preview.ignoredTotal} />
          {isAddable && (
            <Card className="max-w-3xl">
              <CardHeader>
                <CardTitle>{words.signIn}</CardTitle>
                <CardDescription>{words.signInText}</CardDescription>
              </CardHeader>
              <CardContent className="flex flex-col gap-5">
                <SignInFields />
                <FormActions>
                  <SubmitButton running={words.adding}>{words.add}</SubmitButton>
                </FormActions>
              </CardContent>
            </Card>
          )}
        </Form>
      )}
    </div>
  );
}

function AddedServers({ servers, checks }: Added) {
  return (
    <Alert
      variant="success"
      title={words.added(servers.length)}
      action={
        <Link href={(checks ?? '/servers') as Route} className="font-medium text-accent-ink">
          {checks ? words.openChecks : words.all}
        </Link>
      }
    >
      <p>{words.addedText}</p>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
        {servers.map(({ id, name }) => (
          <li key={id}>
            <Link href={`/servers/${id}`} className="text-accent-ink">
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
