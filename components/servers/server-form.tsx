'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { SubmitButton } from '@/components/form/submit-button';
import { TextField } from '@/components/form/text-field';
import { TextareaField } from '@/components/form/textarea-field';
import { postJob } from '@/components/jobs/post-job';
import { buttonVariants } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';
import { createServerAction } from '@/lib/servers/add-actions';
import { type JumpHost, JumpHostField } from './jump-host-field';
import { addMessages } from './messages';
import { readAddress } from './pasted-address';
import { SignInFields } from './sign-in-fields';

type Defaults = { port: number; username: string; jumpHosts: JumpHost[] };

/** Address, account and one way to sign in; then the first look at the server, which sends no credential. */
export function ServerForm({ defaults }: { defaults: Defaults }) {
  const router = useRouter();
  const fields = useRef<HTMLDivElement>(null);

  // People paste `user@host:port`; the three fields take their parts.
  const spread = (text: string) => {
    const parts = readAddress(text);
    const set = (name: string, value: string | undefined) => {
      const input = fields.current?.querySelector<HTMLInputElement>(`[name="${name}"]`);
      if (input && value) input.value = value;
    };
    if (!parts) return;
    set('host', parts.host);
    set('username', parts.username);
    set('port', parts.port);
  };

  return (
    <Form
      action={createServerAction}
      onSuccess={async ({ serverId }) => {
        // The page of the server shows the check; should its start fail, that page offers it again.
        await postJob(`/api/v1/servers/${serverId}/checks`, {}).catch(() => null);
        router.push(`/servers/${serverId}`);
      }}
    >
      <div ref={fields} className="flex flex-col gap-5">
        <TextField
          name="name"
          label={addMessages.name}
          help={addMessages.nameHelp}
          required
          maxLength={64}
          autoComplete="off"
        />
        <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_7rem]">
          <TextField
            name="host"
            label={addMessages.host}
            help={addMessages.hostHelp}
            required
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onBlur={(event) => spread(event.currentTarget.value)}
          />
          <TextField
            name="port"
            label={addMessages.port}
            required
            inputMode="numeric"
            defaultValue={String(defaults.port)}
          />
        </div>
        <TextField
          name="username"
          label={addMessages.username}
          help={addMessages.usernameHelp}
          required
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={defaults.username}
        />
      </div>
      <SignInFields />
      <Disclosure summary={addMessages.advanced}>
        <div className="mt-3 flex flex-col gap-5">
          <JumpHostField hosts={defaults.jumpHosts} />
          <TextField
            name="tags"
            label={addMessages.tags}
            help={addMessages.tagsHelp}
            optional
            autoComplete="off"
          />
          <TextareaField name="notes" label={addMessages.notes} optional maxLength={2000} />
        </div>
      </Disclosure>
      <p className="text-muted-foreground text-table">{addMessages.sealed}</p>
      <FormActions>
        <SubmitButton running={addMessages.running}>{addMessages.submit}</SubmitButton>
        <Link href="/servers" className={buttonVariants({ variant: 'ghost' })}>
          {addMessages.cancel}
        </Link>
      </FormActions>
    </Form>
  );
}
